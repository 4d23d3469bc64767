// The watching of all engines, and of this machine's files: each under a lease of its own, so that of several instances one reads it.
import { randomUUID } from 'node:crypto';
import { Lease } from '../../cluster/lease.ts';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../core/clock.ts';
import type { NewEvent } from '../../core/events/new-event.ts';
import type { Origin } from '../../core/lines/origin.ts';
import type { WatchingVerdict } from '../../core/lines/watching-verdict.ts';
import { within } from '../../core/within.ts';
import type { LineExplainer } from '../../http/resources/rules/explain.ts';
import type { WorkloadLines } from '../../http/resources/rules/lines-of-workload.ts';
import type { StatsSource } from '../../http/resources/rules/rule-stats.ts';
import type { SystemReport } from '../../http/resources/system.ts';
import type { CoverageSource } from '../../http/resources/watching/containers.ts';
import type { EngineView } from '../../http/resources/watching/engine-shapes.ts';
import type { LiveLogs } from '../../http/resources/watching/live-logs.ts';
import type { WrittenLines } from '../../http/resources/watching/written-lines.ts';
import type { EventLimit } from '../../rules/flood/token-bucket.ts';
import { LineJudge } from '../../rules/judge/line-judge.ts';
import type { Store } from '../../store/store.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { createEngineOccurrences } from '../../telemetry/occurrences/engine.ts';
import { createSourceLeaseOccurrences } from '../../telemetry/occurrences/source-lease.ts';
import { type BacklogFigures, createTailOccurrences, type TailFigures } from '../../telemetry/occurrences/tail.ts';
import { SystemStates } from '../events/system-states.ts';
import type { RunningRules } from '../rules/rules.ts';
import { ContainerClaims } from './container-claims.ts';
import type { Engine, EngineParts } from './engines.ts';
import { sumOfBacklogs, sumOfFigures } from './figures.ts';
import { createFiles } from './files/file-source-of.ts';
import { lineOpeners } from './files/line-opener.ts';
import { machineFilesOf } from './files/machine-files.ts';
import { WatchedFiles } from './files/watched-files.ts';
import { withGapEvents } from './gap-events.ts';
import { Absence } from './health/absence.ts';
import type { FilesSeen } from './health/files-health.ts';
import { type EngineSeen, judgeWatching } from './health/watching-health.ts';
import { Histories, type HistoriesParts } from './history/histories.ts';
import { createWrittenLines } from './history/written-lines.ts';
import { checkStarts } from './joining/check-starts.ts';
import { joiningOfView } from './joining/line-start.ts';
import type { AdmitOrigin } from './judging/admitted-source.ts';
import { lifeJudgeOf } from './judging/life-judge-of.ts';
import { lineExplainer } from './judging/line-explainer.ts';
import { markLines } from './judging/mark-lines.ts';
import { demandOf } from './judging/rule-demand.ts';
import { tellingLedger } from './judging/telling-ledger.ts';
import { withoutRules } from './judging/without-rules.ts';
import { createLiveLogs, type LiveLogsParts } from './live/live-logs.ts';
import { createCoverageSource, viewOfId } from './shown/coverage-source.ts';
import { shownCatchUp, shownCoverage } from './shown/coverage-sum.ts';
import { shownEngine } from './shown/engine-views.ts';
import { shownFiles } from './shown/file-views.ts';
import { WatchedEngine } from './watched-engine.ts';
import type { WatchedPlace } from './watched-place.ts';

export interface WatchingParts {
  readonly config: Config;
  readonly hostname: string;
  readonly clock: Clock;
  readonly store: Pick<Store, 'watching' | 'events' | 'ruleHits'>;
  readonly rules: Pick<RunningRules, 'book' | 'admit' | 'release' | 'hitsSaved'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Which engines there are. */
  readonly createEngines: (parts: EngineParts) => readonly Engine[];
}

export interface Watching {
  readonly coverage: CoverageSource;
  readonly liveLogs: LiveLogs;
  /** What containers have written, for whoever looks back. */
  readonly histories: Histories;
  readonly writtenLines: WrittenLines;
  readonly explainer: LineExplainer;
  readonly joiningOf: typeof joiningOfView;
  readonly openerOf: WorkloadLines['openerOf'];
  readonly stats: StatsSource;
  /** Whether everything is watched that should be. */
  judge(): Promise<WatchingVerdict>;
  /** How each engine stands. */
  engines(): Promise<EngineView[]>;
  /** How the files of this machine stand; null where none are watched. */
  files(): Promise<SystemReport['files']>;
  coverageSum(): SystemReport['coverage'];
  /** What waits for a commit. */
  backlog(): BacklogFigures;
  /** What was made up for after a start at this moment, ms since 1970. */
  caughtUp(startedAt: number): SystemReport['caught_up'];
  /** Ends the reading, commits what is left, gives the leases back. */
  stop(): Promise<void>;
}

/** Whoever asks for health gets an answer, also while a database server stands still. */
const STORE_ANSWERS_WITHIN_MS = 2_000;

export async function startWatching(parts: WatchingParts): Promise<Watching> {
  const { config, clock, store, logger, metrics, rules } = parts;
  checkStarts(config);
  const [engines, places]: [WatchedEngine<NewEvent>[], WatchedPlace[]] = [[], []];
  const figures = (of: readonly WatchedPlace[]): TailFigures => sumOfFigures(of.map((one) => one.coverage.figures()));
  const occurrences = createTailOccurrences({
    ...{ logger, metrics, backlog: backlogOf(places) },
    coverage: { figures: () => figures(places) },
  });
  const engineOccurrences = createEngineOccurrences({ logger, metrics });
  const found = parts.createEngines({ config, clock, occurrences: engineOccurrences });
  const files = createFiles(parts);
  const sources = [...found.map(({ source }) => source.key), ...(files ? [files.key] : [])];
  const claims = new ContainerClaims(await store.watching.known.owners(), sources);
  const judge = new LineJudge({ rules: rules.book, limit: limitOf(config), clock });
  const lifeJudge = lifeJudgeOf({ config, rules: rules.book, limit: limitOf(config), clock, metrics });
  const admit: AdmitOrigin = (origin) => rules.admit(origin);
  const whenKnown = (signal: AbortSignal) => rules.book.whenKnown(signal);
  const writeEffects: Store['events']['writeEffects'] = (trx, of) =>
    store.events.writeEffects(trx, withGapEvents(of, clock.now()));
  const states = new SystemStates(store.events);
  const toolsOf = (key: string) => ({
    ledgerFor: (fencing: number) =>
      tellingLedger(store.watching.ledger({ sources, fencingOf: () => fencing, writeEffects }), rules),
    saveVerdict: (verdict: WatchingVerdict, fencing: number): Promise<void> =>
      store.watching.verdicts.save(key, { verdict, fencing }),
    ...{ clock, occurrences, judge, lifeJudge, demand: demandOf(rules.book), admit, whenKnown },
  });
  for (const engine of found)
    engines.push(new WatchedEngine({ engine, claims, engineOccurrences, states, ...toolsOf(engine.source.key) }));
  const watchedFiles = files && new WatchedFiles({ source: files, ...toolsOf(files.key) });
  places.push(...engines, ...(watchedFiles ? [watchedFiles] : []));
  const stopping = new AbortController();
  const leases = new Map<WatchedPlace, Lease>();
  for (const place of places) leases.set(place, await leaseOf(place, parts));
  const ended = [...leases.values()].map((lease) => lease.run(stopping.signal));
  const coverage = createCoverageSource({ places, known: store.watching.known, clock });
  const rulesOf = markLines(judge, (id) => originOf(places, id));
  const judged = async () => ({ ...(await store.watching.known.totals()), activeTails: figures(places).active });
  const sight: Sight = { absence: new Absence(clock), clock, verdicts: store.watching.verdicts, leases };
  const seen = () => Promise.all(engines.map((watched) => seenEngine(watched, sight)));
  return {
    coverage,
    ...lookInto({ engines, files: machineFilesOf(files, config), coverage, clock, rulesOf, random: Math.random }),
    joiningOf: joiningOfView,
    explainer: lineExplainer({ judge, store, clock, keyOf: (id) => originOf(places, id)?.key }),
    stats: { totals: () => store.ruleHits.totals(), judged },
    async judge() {
      const verdict = judgeWatching(await seen(), figures(engines), await filesSeen(watchedFiles, sight));
      return places.length === 0 ? verdict : withoutRules(verdict, rules.book.current?.places.length);
    },
    engines: async () => (await seen()).map(shownEngine),
    files: async () => shownFilesOf(await filesSeen(watchedFiles, sight)),
    coverageSum: () => shownCoverage(places.map((one) => one.coverage.figures())),
    backlog: () => sumOfBacklogs(places.map(({ backlog }) => backlog)),
    caughtUp: (startedAt) =>
      shownCatchUp(
        places.map((one) => one.coverage.catchUp.view()),
        startedAt,
      ),
    async stop() {
      stopping.abort();
      await Promise.all(ended);
    },
  };
}

type LookedInto = 'liveLogs' | 'histories' | 'writtenLines' | 'openerOf';

/** What somebody can see of logs, beside the tails. */
function lookInto(parts: LiveLogsParts & HistoriesParts): Pick<Watching, LookedInto> {
  const histories = new Histories(parts);
  const writtenLines = createWrittenLines({ ...parts, histories });
  return { histories, liveLogs: createLiveLogs(parts), writtenLines, openerOf: lineOpeners(parts.files) };
}

/** How many events a container may cause. */
export const limitOf = ({ containerEventsPerMinute, containerEventsBurst }: Config): EventLimit => ({
  perMinute: containerEventsPerMinute,
  burst: containerEventsBurst,
});

/** Of a container or a file that this instance watches. */
function originOf(places: readonly WatchedPlace[], id: string): Origin | undefined {
  return places.map(({ coverage }) => viewOfId(coverage, id)?.origin).find((origin) => origin !== undefined);
}

async function leaseOf(place: WatchedPlace, { config, clock, hostname, store, logger }: WatchingParts): Promise<Lease> {
  const { key } = place;
  return new Lease({
    store: await store.watching.leaseOf(key),
    clock,
    ttlSeconds: config.lockTtlSeconds,
    heartbeatSeconds: config.lockHeartbeatSeconds,
    identity: { name: randomUUID(), pid: process.pid, hostname },
    occurrences: createSourceLeaseOccurrences({ logger, source: key }),
    tasks: [{ name: key, run: (tenure) => place.watch(tenure) }],
  });
}

interface Sight {
  readonly absence: Absence;
  readonly clock: Clock;
  readonly verdicts: Pick<Store['watching']['verdicts'], 'read'>;
  readonly leases: ReadonlyMap<WatchedPlace, Lease>;
}

async function seenEngine(watched: WatchedEngine<NewEvent>, sight: Sight): Promise<EngineSeen> {
  return { ...watched.seen(), ...(await seenAs(watched, watched.hasBegun, sight)) };
}

async function filesSeen(files: WatchedFiles<NewEvent> | undefined, sight: Sight): Promise<FilesSeen | undefined> {
  return files && { ...files.seen(), ...(await seenAs(files, files.hasListed, sight)) };
}

const shownFilesOf = (seen: FilesSeen | undefined): SystemReport['files'] => (seen ? shownFiles(seen) : null);

/** For how long nobody has watched it, and what another instance says that does. */
async function seenAs(
  place: WatchedPlace,
  hasBegun: boolean,
  { absence, clock, verdicts, leases }: Sight,
): Promise<Pick<EngineSeen, 'unwatchedMs' | 'told'>> {
  const { key, isOurs } = place;
  if (isOurs) return { unwatchedMs: absence.of(key, hasBegun), told: undefined };
  const [isWatched, told] = await Promise.all([isHeld(leases.get(place), clock), answerOf(verdicts.read(key), clock)]);
  return { unwatchedMs: absence.of(key, isWatched), told };
}

/** A store that cannot say, or takes its time, is another matter, and has a check of its own. */
async function isHeld(lease: Lease | undefined, clock: Clock): Promise<boolean> {
  const status = lease && (await answerOf(lease.status(), clock));
  return status === undefined || (status.locked && !status.is_stale);
}

/** Undefined when the store cannot say, or takes its time. */
function answerOf<Answer>(asked: Promise<Answer>, clock: Clock): Promise<Answer | undefined> {
  const answer = asked.catch(() => undefined);
  return within(answer, { clock, ms: STORE_ANSWERS_WITHIN_MS });
}

/** Read when the metrics are, so that places that come later count, too. */
function backlogOf(places: readonly WatchedPlace[]): BacklogFigures {
  const sum = () => sumOfBacklogs(places.map(({ backlog }) => backlog));
  return {
    get effects() {
      return sum().effects;
    },
    get bytes() {
      return sum().bytes;
    },
    get mostEffects() {
      return sum().mostEffects;
    },
    get mostBytes() {
      return sum().mostBytes;
    },
  };
}

// The watching of all engines: each under a lease of its own, so that of several instances one reads it.
import { randomUUID } from 'node:crypto';
import { Lease } from '../../cluster/lease.ts';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../core/clock.ts';
import type { NewEvent } from '../../core/events/new-event.ts';
import type { Origin } from '../../core/lines/origin.ts';
import type { WatchingVerdict } from '../../core/lines/watching-verdict.ts';
import { within } from '../../core/within.ts';
import type { LineExplainer } from '../../http/resources/rules/explain.ts';
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
import { Absence } from './absence.ts';
import { ContainerClaims } from './container-claims.ts';
import type { Engine, EngineParts } from './engines.ts';
import { sumOfBacklogs, sumOfFigures } from './figures.ts';
import { withGapEvents } from './gap-events.ts';
import { EngineHistories } from './history/engine-histories.ts';
import { createWrittenLines } from './history/written-lines.ts';
import type { AdmitOrigin } from './judging/admitted-source.ts';
import { lifeJudgeOf } from './judging/life-judge-of.ts';
import { lineExplainer } from './judging/line-explainer.ts';
import { markLines } from './judging/mark-lines.ts';
import { demandOf } from './judging/rule-demand.ts';
import { tellingLedger } from './judging/telling-ledger.ts';
import { withoutRules } from './judging/without-rules.ts';
import { createLiveLogs } from './live/live-logs.ts';
import { createCoverageSource } from './shown/coverage-source.ts';
import { shownCatchUp, shownCoverage } from './shown/coverage-sum.ts';
import { shownEngine } from './shown/engine-views.ts';
import { WatchedEngine } from './watched-engine.ts';
import { type EngineSeen, judgeWatching } from './watching-health.ts';

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
  readonly histories: EngineHistories;
  readonly writtenLines: WrittenLines;
  readonly explainer: LineExplainer;
  readonly stats: StatsSource;
  /** Whether everything is watched that should be. */
  judge(): Promise<WatchingVerdict>;
  /** How each engine stands. */
  engines(): Promise<EngineView[]>;
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
  const engines: WatchedEngine<NewEvent>[] = [];
  const occurrences = createTailOccurrences({
    logger,
    metrics,
    coverage: { figures: (): TailFigures => sumOfFigures(engines.map(({ coverage }) => coverage.figures())) },
    backlog: backlogOf(engines),
  });
  const engineOccurrences = createEngineOccurrences({ logger, metrics });
  const found = parts.createEngines({ config, clock, occurrences: engineOccurrences });
  const sources = found.map(({ source }) => source.key);
  const claims = new ContainerClaims(await store.watching.known.owners(), sources);
  const judge = new LineJudge({ rules: rules.book, limit: limitOf(config), clock });
  const lifeJudge = lifeJudgeOf({ config, rules: rules.book, limit: limitOf(config), clock, metrics });
  const admit: AdmitOrigin = (origin) => rules.admit(origin);
  const whenKnown = (signal: AbortSignal) => rules.book.whenKnown(signal);
  const writeEffects: Store['events']['writeEffects'] = (trx, of) =>
    store.events.writeEffects(trx, withGapEvents(of, clock.now()));
  const states = new SystemStates(store.events);
  for (const engine of found) {
    const ledgerFor = (fencing: number) =>
      tellingLedger(store.watching.ledger({ sources, fencingOf: () => fencing, writeEffects }), rules);
    const { key } = engine.source;
    const saveVerdict = (verdict: WatchingVerdict, fencing: number): Promise<void> =>
      store.watching.verdicts.save(key, { verdict, fencing });
    const judging = { judge, lifeJudge, demand: demandOf(rules.book), admit, whenKnown };
    const tail = { saveVerdict, states, ledgerFor, occurrences, ...judging };
    engines.push(new WatchedEngine({ engine, clock, claims, engineOccurrences, ...tail }));
  }
  const stopping = new AbortController();
  const leased = await Promise.all(engines.map(async (watched) => ({ watched, lease: await leaseOf(watched, parts) })));
  const ended = leased.map(({ lease }) => lease.run(stopping.signal));
  const coverage = createCoverageSource({ engines, known: store.watching.known, clock });
  const histories = new EngineHistories({ engines, coverage, clock });
  const rulesOf = markLines(judge, (containerId) => originOf(engines, containerId));
  const judged = async () => {
    const active = sumOfFigures(engines.map((watched) => watched.coverage.figures())).active;
    return { ...(await store.watching.known.totals()), activeTails: active };
  };
  const absence = new Absence(clock);
  const seen = () =>
    Promise.all(leased.map((one) => seenEngine(one, { absence, clock, verdicts: store.watching.verdicts })));
  return {
    coverage,
    liveLogs: createLiveLogs({ engines, coverage, clock, rulesOf, random: Math.random }),
    histories,
    writtenLines: createWrittenLines({ histories, coverage, clock }),
    explainer: lineExplainer({ judge, store, clock }),
    stats: { totals: () => store.ruleHits.totals(), judged },
    async judge() {
      const verdict = judgeWatching(await seen(), sumOfFigures(engines.map((watched) => watched.coverage.figures())));
      return engines.length === 0 ? verdict : withoutRules(verdict, rules.book.current?.places.length);
    },
    engines: async () => (await seen()).map(shownEngine),
    coverageSum: () => shownCoverage(engines.map((watched) => watched.coverage.figures())),
    backlog: () => sumOfBacklogs(engines.map(({ backlog }) => backlog)),
    caughtUp: (startedAt) =>
      shownCatchUp(
        engines.map((watched) => watched.caughtUp),
        startedAt,
      ),
    async stop() {
      stopping.abort();
      await Promise.all(ended);
    },
  };
}

/** How many events a container may cause. */
export const limitOf = ({ containerEventsPerMinute, containerEventsBurst }: Config): EventLimit => ({
  perMinute: containerEventsPerMinute,
  burst: containerEventsBurst,
});

/** Of a container that this instance watches. */
function originOf(engines: readonly WatchedEngine<NewEvent>[], containerId: string): Origin | undefined {
  for (const { coverage } of engines) {
    const view = coverage.view(`docker/${containerId}`);
    if (view) return view.origin;
  }
  return undefined;
}

async function leaseOf(
  watched: WatchedEngine<NewEvent>,
  { config, clock, hostname, store, logger }: WatchingParts,
): Promise<Lease> {
  const { key } = watched.engine.source;
  return new Lease({
    store: await store.watching.leaseOf(key),
    clock,
    ttlSeconds: config.lockTtlSeconds,
    heartbeatSeconds: config.lockHeartbeatSeconds,
    identity: { name: randomUUID(), pid: process.pid, hostname },
    occurrences: createSourceLeaseOccurrences({ logger, source: key }),
    tasks: [{ name: key, run: (tenure) => watched.watch(tenure) }],
  });
}

interface Leased {
  readonly watched: WatchedEngine<NewEvent>;
  readonly lease: Lease;
}

interface Sight {
  readonly absence: Absence;
  readonly clock: Clock;
  readonly verdicts: Pick<Store['watching']['verdicts'], 'read'>;
}

async function seenEngine({ watched, lease }: Leased, { absence, clock, verdicts }: Sight): Promise<EngineSeen> {
  const seen = watched.seen();
  const { name, isOurs } = seen;
  if (isOurs) return { ...seen, unwatchedMs: absence.of(name, watched.hasBegun), told: undefined };
  const [isWatched, told] = await Promise.all([
    isHeld(lease, clock),
    answerOf(verdicts.read(watched.engine.source.key), clock),
  ]);
  return { ...seen, unwatchedMs: absence.of(name, isWatched), told };
}

/** A store that cannot say, or takes its time, is another matter, and has a check of its own. */
async function isHeld(lease: Lease, clock: Clock): Promise<boolean> {
  const status = await answerOf(lease.status(), clock);
  return status === undefined || (status.locked && !status.is_stale);
}

/** Undefined when the store cannot say, or takes its time. */
function answerOf<Answer>(asked: Promise<Answer>, clock: Clock): Promise<Answer | undefined> {
  const answer = asked.catch(() => undefined);
  return within(answer, { clock, ms: STORE_ANSWERS_WITHIN_MS });
}

/** Read when the metrics are, so that engines that come later count, too. */
function backlogOf(engines: readonly WatchedEngine<NewEvent>[]): BacklogFigures {
  const sum = () => sumOfBacklogs(engines.map(({ backlog }) => backlog));
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

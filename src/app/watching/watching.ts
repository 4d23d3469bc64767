// The watching of all engines: each under a lease of its own, so that of several instances one reads it.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Lease } from '../../cluster/lease.ts';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../core/clock.ts';
import type { WatchingVerdict } from '../../core/lines/watching-verdict.ts';
import { within } from '../../core/within.ts';
import type { CoverageSource, LiveLogs } from '../../http/resources/watching/containers.ts';
import type { EngineView } from '../../http/resources/watching/engine-shapes.ts';
import type { Store } from '../../store/store.ts';
import type { Judge } from '../../tail/judge.ts';
import type { StreamDemand } from '../../tail/stream-demand.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { createEngineOccurrences } from '../../telemetry/occurrences/engine.ts';
import { createSourceLeaseOccurrences } from '../../telemetry/occurrences/source-lease.ts';
import { type BacklogFigures, createTailOccurrences, type TailFigures } from '../../telemetry/occurrences/tail.ts';
import { Absence } from './absence.ts';
import { ContainerClaims } from './container-claims.ts';
import { createEngines } from './engines.ts';
import { sumOfBacklogs, sumOfFigures } from './figures.ts';
import { createLiveLogs } from './live/live-logs.ts';
import { createCoverageSource } from './shown/coverage-source.ts';
import { shownEngine } from './shown/engine-views.ts';
import { WatchedEngine } from './watched-engine.ts';
import { type EngineSeen, judgeWatching } from './watching-health.ts';

export interface WatchingParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly store: Pick<Store, 'watching'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface Watching {
  readonly coverage: CoverageSource;
  readonly liveLogs: LiveLogs;
  /** Whether everything is watched that should be. */
  judge(): Promise<WatchingVerdict>;
  /** How each engine stands. */
  engines(): Promise<EngineView[]>;
  /** Ends the reading, commits what is left, gives the leases back. */
  stop(): Promise<void>;
}

/** Until there are rules, every line is looked at and means nothing. */
const NO_RULES: Judge<never> = { open: () => ({ judge: () => [], takeFlood: () => undefined }), sizeOf: () => 0 };
const EVERYTHING: StreamDemand = { wantedOf: () => ({ stdout: true, stderr: true }), onChange: () => undefined };

/** Whoever asks for health gets an answer, also while a database server stands still. */
const STORE_ANSWERS_WITHIN_MS = 2_000;

export async function startWatching(parts: WatchingParts): Promise<Watching> {
  const { config, clock, store, logger, metrics } = parts;
  const engines: WatchedEngine<never>[] = [];
  const occurrences = createTailOccurrences({
    logger,
    metrics,
    coverage: { figures: (): TailFigures => sumOfFigures(engines.map(({ coverage }) => coverage.figures())) },
    backlog: backlogOf(engines),
  });
  const engineOccurrences = createEngineOccurrences({ logger, metrics });
  const found = createEngines({ config, clock, occurrences: engineOccurrences });
  const sources = found.map(({ source }) => source.key);
  const claims = new ContainerClaims(await store.watching.known.owners(), sources);
  for (const engine of found) {
    const ledgerFor = (fencing: number) =>
      store.watching.ledger<never>({ sources, fencingOf: () => fencing, writeEffects: async () => undefined });
    const { key } = engine.source;
    const saveVerdict = (verdict: WatchingVerdict, fencing: number): Promise<void> =>
      store.watching.verdicts.save(key, { verdict, fencing });
    const tail = { saveVerdict, ledgerFor, judge: NO_RULES, demand: EVERYTHING, occurrences };
    engines.push(new WatchedEngine({ engine, clock, claims, engineOccurrences, ...tail }));
  }
  const stopping = new AbortController();
  const leased = await Promise.all(engines.map(async (watched) => ({ watched, lease: await leaseOf(watched, parts) })));
  const ended = leased.map(({ lease }) => lease.run(stopping.signal));
  const coverage = createCoverageSource({ engines, known: store.watching.known, clock });
  const absence = new Absence(clock);
  const seen = () =>
    Promise.all(leased.map((one) => seenEngine(one, { absence, clock, verdicts: store.watching.verdicts })));
  return {
    coverage,
    liveLogs: createLiveLogs({ engines, coverage, clock, rulesOf: () => [], random: Math.random }),
    async judge() {
      return judgeWatching(await seen(), sumOfFigures(engines.map((watched) => watched.coverage.figures())));
    },
    async engines() {
      return (await seen()).map(shownEngine);
    },
    async stop() {
      stopping.abort();
      await Promise.all(ended);
    },
  };
}

async function leaseOf(watched: WatchedEngine<never>, { config, clock, store, logger }: WatchingParts): Promise<Lease> {
  const { key } = watched.engine.source;
  return new Lease({
    store: await store.watching.leaseOf(key),
    clock,
    ttlSeconds: config.lockTtlSeconds,
    heartbeatSeconds: config.lockHeartbeatSeconds,
    identity: { name: randomUUID(), pid: process.pid, hostname: hostname() },
    occurrences: createSourceLeaseOccurrences({ logger, source: key }),
    tasks: [{ name: key, run: (tenure) => watched.watch(tenure) }],
  });
}

interface Leased {
  readonly watched: WatchedEngine<never>;
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
function backlogOf(engines: readonly WatchedEngine<never>[]): BacklogFigures {
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

// The whole way from an engine to a ledger, put together by the server's own parts, with what a test brings along in the places of rules and store.
import { ContainerClaims } from '../../../src/app/watching/container-claims.ts';
import { createEngines } from '../../../src/app/watching/engines.ts';
import { WatchedEngine } from '../../../src/app/watching/watched-engine.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { type Clock, systemClock } from '../../../src/core/clock.ts';
import type { EngineStatus } from '../../../src/sources/docker/watch/engine-status.ts';
import type { CoverageView } from '../../../src/tail/coverage/origin-coverage.ts';
import type { Judge } from '../../../src/tail/judge.ts';
import type { Ledger } from '../../../src/tail/ledger.ts';
import type { StreamDemand } from '../../../src/tail/stream-demand.ts';
import { stdoutSink } from '../../../src/telemetry/log-sink.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { createEngineOccurrences } from '../../../src/telemetry/occurrences/engine.ts';
import { createTailOccurrences } from '../../../src/telemetry/occurrences/tail.ts';

const EVERYTHING: StreamDemand = { wantedOf: () => ({ stdout: true, stderr: true }), onChange: () => {} };

import { NOTHING_SETTLED } from '../flood/nothing-settled.ts';

export interface WatchOptions<Effect> {
  /** As in TOCSIN_DOCKER_HOST. */
  readonly url: string;
  readonly ledger: Ledger<Effect>;
  readonly judge: Judge<Effect>;
  /** Every line of every container, unless told otherwise. */
  readonly demand?: StreamDemand;
  readonly clock?: Clock;
}

export interface EngineWatching {
  status(): EngineStatus;
  origins(): readonly CoverageView[];
  /** Effects that are not committed yet. */
  uncommitted(): number;
  stop(): Promise<void>;
}

/** One for all: each listens to standard output. */
const SINK = stdoutSink();

const NO_FLOOD = {
  standing: { time: undefined, epoch: 1, bucket: undefined },
  rules: new Map(),
  counts: new Map(),
  ...NOTHING_SETTLED,
};

/** Watches until it is stopped. What is wrong goes to standard output, as the server's log does. */
export function watchEngine<Effect>(options: WatchOptions<Effect>): EngineWatching {
  const { url, ledger, judge, demand = EVERYTHING, clock = systemClock } = options;
  const metrics = createMetrics();
  const logger = createLogger({ sink: SINK, level: 'error', clock });
  const { config } = loadConfig({ env: { TOCSIN_DOCKER_HOST: `lab=${url}` }, folder: '/' });
  const engineOccurrences = createEngineOccurrences({ logger, metrics });
  const [engine] = createEngines({ config, clock, occurrences: engineOccurrences });
  if (engine === undefined) throw new Error(`No engine is named by ${url}.`);
  // The figures are asked for later, when the watching is there.
  const coverage = { figures: () => watched.coverage.figures() };
  const backlog = { effects: 0, bytes: 0, mostEffects: 0, mostBytes: 0 };
  const occurrences = createTailOccurrences({ logger, metrics, coverage, backlog });
  const claims = new ContainerClaims(new Map(), [engine.source.key]);
  const own = { engine, claims, engineOccurrences };
  const watched = new WatchedEngine({
    ...own,
    clock,
    judge,
    lifeJudge: { open: () => ({ judge: () => undefined, saved: NO_FLOOD, takeFlood: () => NO_FLOOD }) },
    admit: () => undefined,
    whenKnown: async () => {},
    demand,
    occurrences,
    states: { tell: async () => {} },
    saveVerdict: async () => undefined,
    ledgerFor: () => ledger,
  });
  const stop = new AbortController();
  const ended = watched.watch({ fencing: 1, signal: stop.signal });
  return {
    status: () => engine.source.status(),
    origins: () => watched.coverage.views(),
    uncommitted: () => watched.backlog.effects,
    stop() {
      stop.abort();
      return ended;
    },
  };
}

// What can happen on the way from a source's lines to what is saved of them.
import type { Origin } from '../../core/lines/origin.ts';
import {
  GAP_REASONS,
  type Gap,
  RECONNECT_REASONS,
  type ReconnectReason,
  TAIL_STATES,
  type TailState,
} from '../../core/lines/reading.ts';
import { millisecondsOf, type Stamp } from '../../core/lines/stamp.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

/** What the watching as a whole comes to now. The counts are since the start of the process. */
export interface TailFigures {
  readonly lines: number;
  readonly bytes: number;
  readonly lateLines: number;
  readonly active: number;
  readonly stuck: number;
  readonly lagSeconds: number;
  readonly states: Readonly<Record<TailState, number>>;
}

/** What waits for a commit, and how much may. */
export interface BacklogFigures {
  readonly effects: number;
  readonly bytes: number;
  readonly mostEffects: number;
  readonly mostBytes: number;
}

export interface CommitSize {
  readonly origins: number;
  readonly effects: number;
}

export interface TailOccurrences {
  /** `resumed` when something of it was read before. */
  started(tail: { readonly origin: Origin; readonly resumed: boolean }): void;
  ended(tail: { readonly origin: Origin }): void;
  /** Lines were lost before they could be read. */
  gap(loss: { readonly origin: Origin; readonly gap: Gap }): void;
  reconnected(reconnection: { readonly reason: ReconnectReason }): void;
  /** `note` is the engine's own sentence. */
  unreadable(origin: { readonly origin: Origin; readonly note: string | undefined }): void;
  /** A fault of ours, or a ledger that takes nothing of this origin, has ended its reading; it begins again from the last commit. */
  failed(failure: { readonly origin: Origin; readonly error: unknown }): void;
  /** As many origins are read as may be. */
  overLimit(refusal: { readonly origin: Origin; readonly limit: number }): void;
  /** A reading waits until more of what it led to is committed. */
  paused(): void;
  committed(commit: CommitSize & { readonly seconds: number }): void;
  /** `first` when the attempt before did not fail. */
  commitFailed(failure: CommitSize & { readonly error: unknown; readonly first: boolean }): void;
  /** A commit after failures. */
  commitRecovered(recovery: { readonly seconds: number }): void;
  /** What is known of a source from before cannot be read; nothing of it is watched until it can. */
  loadFailed(failure: { readonly source: string; readonly error: unknown; readonly first: boolean }): void;
  /** A source has broken its contract: it ended, or threw. It is run again. */
  sourceFailed(failure: { readonly source: string; readonly error: unknown }): void;
  /** The store takes nothing, and more events of containers' lives wait than may: this one is lost. */
  happeningsDropped(loss: { readonly source: string }): void;
  /** The ledger objects to what was heard of lives; these events are lost, and what comes next is tried. */
  livesRefused(refusal: { readonly source: string; readonly error: unknown; readonly effects: number }): void;
}

export function createTailOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly coverage: { figures(): TailFigures };
  readonly backlog: BacklogFigures;
}): TailOccurrences {
  const logger = tools.logger.child('tail');
  showFigures(tools.metrics, tools.coverage);
  showBacklog(tools.metrics, tools.backlog);
  const {
    reconnects,
    gaps,
    failures,
    refusals,
    pauses,
    commits,
    commitSeconds,
    effects,
    sourceFailures,
    lostHappenings,
  } = tailMetrics(tools.metrics);
  return {
    started({ origin, resumed }) {
      logger.debug('tail_started', { ...told(origin), resumed });
    },
    ended({ origin }) {
      logger.debug('tail_ended', told(origin));
    },
    gap({ origin, gap }) {
      gaps.increment({ reason: gap.reason });
      logger.warning('tail_gap', {
        ...told(origin),
        reason: gap.reason,
        from: momentOf(gap.from),
        to: momentOf(gap.to),
      });
    },
    reconnected({ reason }) {
      reconnects.increment({ reason });
    },
    unreadable({ origin, note }) {
      logger.warning('tail_unreadable', { ...told(origin), note });
    },
    failed({ origin, error }) {
      failures.increment({});
      logger.error('tail_failed', { ...told(origin), error });
    },
    overLimit({ origin, limit }) {
      refusals.increment({});
      logger.warning('tail_over_limit', { ...told(origin), limit });
    },
    paused() {
      pauses.increment({});
    },
    committed(commit) {
      commits.increment({ outcome: 'committed' });
      commitSeconds.observe({}, commit.seconds);
      effects.increment({}, commit.effects);
    },
    commitFailed({ error, first, ...size }) {
      commits.increment({ outcome: 'failed' });
      logger[first ? 'warning' : 'debug']('tail_commit_failed', { error, ...size });
    },
    commitRecovered({ seconds }) {
      logger.info('tail_commit_recovered', { failing_seconds: Math.round(seconds) });
    },
    loadFailed({ source, error, first }) {
      logger[first ? 'warning' : 'debug']('tail_load_failed', { source, error });
    },
    sourceFailed({ source, error }) {
      sourceFailures.increment({});
      logger.error('tail_source_failed', { source, error });
    },
    happeningsDropped({ source }) {
      lostHappenings.increment({});
      logger.debug('tail_happening_dropped', { source });
    },
    livesRefused({ source, error, effects }) {
      lostHappenings.increment({}, effects);
      logger.error('tail_lives_refused', { source, error, effects });
    },
  };
}

const told = ({ host, containerId, containerName, path }: Origin) =>
  path === undefined ? { host, container_id: containerId, container_name: containerName } : { host, path };

const momentOf = (stamp: Stamp | undefined): string | undefined =>
  stamp === undefined ? undefined : new Date(millisecondsOf(stamp)).toISOString();

function showFigures(metrics: Metrics, coverage: { figures(): TailFigures }): void {
  metrics.counterOf({ name: 'tocsin_tail_lines_total', help: 'Lines that were judged.' }, () => {
    return coverage.figures().lines;
  });
  metrics.counterOf({ name: 'tocsin_tail_bytes_total', help: 'Bytes of the lines that were judged.' }, () => {
    return coverage.figures().bytes;
  });
  metrics.counterOf(
    { name: 'tocsin_tail_late_lines_total', help: 'Lines that were older than 15 minutes when they arrived.' },
    () => coverage.figures().lateLines,
  );
  metrics.gaugeOf({ name: 'tocsin_tail_active', help: 'Origins that are being read.' }, () => {
    return coverage.figures().active;
  });
  metrics.gaugeOf(
    { name: 'tocsin_tail_stuck', help: 'Origins with newer lines whose cursor has not moved for 120 seconds.' },
    () => coverage.figures().stuck,
  );
  metrics.gaugeOf(
    { name: 'tocsin_tail_lag_seconds', help: 'How far the judging is behind, for the origin that is farthest behind.' },
    () => coverage.figures().lagSeconds,
  );
  metrics.gaugePer(
    { name: 'tocsin_tail_origins', help: 'Origins that are known, by state.', label: 'state', values: TAIL_STATES },
    () => coverage.figures().states,
  );
}

function showBacklog(metrics: Metrics, backlog: BacklogFigures): void {
  metrics.gaugeOf(
    { name: 'tocsin_tail_uncommitted_effects', help: 'Effects of lines that wait for a commit.' },
    () => backlog.effects,
  );
  metrics.gaugeOf(
    { name: 'tocsin_tail_uncommitted_effects_limit', help: 'So many effects may wait before all readings wait.' },
    () => backlog.mostEffects,
  );
  metrics.gaugeOf(
    { name: 'tocsin_tail_uncommitted_bytes', help: 'About what the effects that wait for a commit occupy.' },
    () => backlog.bytes,
  );
  metrics.gaugeOf(
    { name: 'tocsin_tail_uncommitted_bytes_limit', help: 'So much may wait before all readings wait.' },
    () => backlog.mostBytes,
  );
}

function tailMetrics(metrics: Metrics) {
  return {
    reconnects: metrics.counter({
      name: 'tocsin_tail_reconnects_total',
      help: 'Streams of lines that had to be opened again, by reason.',
      labels: { reason: RECONNECT_REASONS },
    }),
    gaps: metrics.counter({
      name: 'tocsin_tail_gaps_total',
      help: 'Spans of lines that were lost before they could be read, by reason.',
      labels: { reason: GAP_REASONS },
    }),
    failures: metrics.counter({
      name: 'tocsin_tail_failures_total',
      help: 'Readings that a fault of Tocsin has ended; each begins again from its last commit.',
    }),
    refusals: metrics.counter({
      name: 'tocsin_tail_over_limit_total',
      help: 'Origins that had to wait because as many were read as may be.',
    }),
    pauses: metrics.counter({
      name: 'tocsin_tail_pauses_total',
      help: 'How often a reading waited until more was committed.',
    }),
    commits: metrics.counter({
      name: 'tocsin_tail_commits_total',
      help: 'Attempts to save what was read and judged.',
      labels: { outcome: ['committed', 'failed'] },
    }),
    commitSeconds: metrics.histogram({
      name: 'tocsin_tail_commit_seconds',
      help: 'Time that one commit of what was read and judged took.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    }),
    effects: metrics.counter({
      name: 'tocsin_tail_effects_total',
      help: 'Effects of lines that were committed.',
    }),
    sourceFailures: metrics.counter({
      name: 'tocsin_tail_source_failures_total',
      help: 'Sources that broke their contract and were run again.',
    }),
    lostHappenings: metrics.counter({
      name: 'tocsin_tail_lost_happenings_total',
      help: 'Events of the lives of containers that the store never took.',
    }),
  };
}

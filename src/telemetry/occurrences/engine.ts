// What can happen between Tocsin and a container engine that it watches.
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

export interface EngineOccurrences {
  /** It is to be watched from now on; nobody has reached it yet. */
  begun(engine: { readonly engine: string }): void;
  /** Its containers are known, and every change will be. Told at the first connection and after each loss. */
  watched(engine: {
    readonly engine: string;
    readonly kind: string;
    readonly version: string | undefined;
    readonly watched: number;
    readonly excluded: number;
  }): void;
  /** It cannot be reached, or does not answer. Told once, and again when the reason is another one. */
  lost(loss: { readonly engine: string; readonly reason: string; readonly words: string }): void;
  /** It gives no events, so that its containers are found by listing. Told once for each reason. */
  eventsRefused(refusal: { readonly engine: string; readonly words: string }): void;
  /** Containers were found that no event had announced, although events came. */
  eventsMissed(missed: { readonly engine: string; readonly count: number }): void;
  /** Something came as an event and was none. */
  eventUnreadable(event: { readonly engine: string }): void;
  /** It is the engine that is watched under another name already. */
  namedTwice(twin: { readonly engine: string; readonly watchedAs: string }): void;
  /** The label that says by what a container's lines begin holds no pattern, and counts for nothing. */
  joinStartRefused(label: { readonly engine: string; readonly container: string; readonly words: string }): void;
  /** It is no longer to be watched. */
  ended(engine: { readonly engine: string }): void;
}

export function createEngineOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
}): EngineOccurrences {
  const logger = tools.logger.child('docker');
  const { up, losses, missed, unreadable } = engineMetrics(tools.metrics);
  return {
    begun({ engine }) {
      for (const series of [up, losses, missed, unreadable]) series.declare({ engine });
    },
    watched({ engine, kind, version, watched, excluded }) {
      up.set({ engine }, 1);
      logger.info('engine_watched', {
        engine,
        kind,
        version,
        containers_watched: watched,
        containers_excluded: excluded,
      });
    },
    lost({ engine, reason, words }) {
      up.set({ engine }, 0);
      losses.increment({ engine });
      logger.warning('engine_lost', { engine, reason, words });
    },
    eventsRefused({ engine, words }) {
      logger.warning('engine_events_refused', { engine, words });
    },
    joinStartRefused({ engine, container, words }) {
      logger.warning('join_start_refused', { engine, container, words });
    },
    eventsMissed({ engine, count }) {
      missed.increment({ engine }, count);
      logger.warning('engine_events_missed', { engine, count });
    },
    eventUnreadable({ engine }) {
      unreadable.increment({ engine });
      logger.debug('engine_event_unreadable', { engine });
    },
    namedTwice({ engine, watchedAs }) {
      logger.warning('engine_named_twice', { engine, watched_as: watchedAs });
    },
    ended({ engine }) {
      for (const series of [up, losses, missed, unreadable]) series.remove({ engine });
    },
  };
}

function engineMetrics(metrics: Metrics) {
  return {
    up: metrics.gauge({
      name: 'tocsin_engine_up',
      help: 'Whether the containers of this engine are watched (1) or it is out of reach (0).',
      labels: { engine: [] },
    }),
    losses: metrics.counter({
      name: 'tocsin_engine_losses_total',
      help: 'How often this engine came out of reach, or was found to be for another reason.',
      labels: { engine: [] },
    }),
    missed: metrics.counter({
      name: 'tocsin_engine_events_missed_total',
      help: 'Containers that were found in the list of this engine although none of its events had announced them.',
      labels: { engine: [] },
    }),
    unreadable: metrics.counter({
      name: 'tocsin_engine_events_unreadable_total',
      help: 'What came from this engine as an event and was none.',
      labels: { engine: [] },
    }),
  };
}

// What can happen to the store and its database.
import { STORE_FAULT_REASONS, type StoreFaultReason } from '../../core/store-fault.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

export interface StoreOccurrences {
  opened(store: { readonly kind: string; readonly location: string; readonly version: string }): void;
  /** The tables were brought up to date. */
  migrated(change: { readonly migrations: readonly string[]; readonly seconds: number }): void;
  /** The start waits for a database server that does not answer yet. */
  waitingForDatabase(wait: { readonly reason: string; readonly location: string }): void;
  committed(commit: { readonly seconds: number }): void;
  /** A call failed for the database's sake; `first` when the one before it did not. Only that one needs a person. */
  failed(failure: { readonly reason: StoreFaultReason; readonly words: string; readonly first: boolean }): void;
  /** A call was turned away because too many wait already. The database is well. */
  overloaded(): void;
  /** The first write that succeeded after failures. */
  recovered(recovery: { readonly seconds: number }): void;
  /** A connection to the server ended while nobody used it; the next call makes a new one. */
  connectionLost(loss: { readonly reason: string }): void;
  /** Housekeeping removed the oldest entries of the audit trail. */
  auditPruned(prune: { readonly count: number }): void;
  /** Housekeeping removed what was known of containers that have long been gone. */
  originsForgotten(forgotten: { readonly count: number }): void;
  /** Housekeeping removed the oldest events. */
  eventsPruned(prune: { readonly count: number }): void;
}

export function createStoreOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
}): StoreOccurrences {
  const logger = tools.logger.child('store');
  const { commits, failures, writable, connections, pruned, forgotten, events } = storeMetrics(tools.metrics);
  return {
    opened({ kind, location, version }) {
      writable.set({}, 1);
      logger.info('store_opened', { kind, location, version });
    },
    migrated({ migrations, seconds }) {
      logger.info('store_migrated', { migrations, duration_ms: Math.round(seconds * 1000) });
    },
    waitingForDatabase({ reason, location }) {
      logger.warning('store_waiting_for_database', { reason, location });
    },
    committed({ seconds }) {
      commits.observe({}, seconds);
    },
    failed({ reason, words, first }) {
      failures.increment({ reason });
      writable.set({}, 0);
      logger[first ? 'error' : 'debug']('store_unavailable', { reason, words });
    },
    overloaded() {
      failures.increment({ reason: 'overloaded' });
      logger.debug('store_overloaded');
    },
    recovered({ seconds }) {
      writable.set({}, 1);
      logger.info('store_recovered', { unavailable_seconds: Math.round(seconds) });
    },
    connectionLost({ reason }) {
      connections.increment({});
      logger.warning('store_connection_lost', { reason });
    },
    auditPruned({ count }) {
      pruned.increment({}, count);
      logger.debug('store_audit_pruned', { count });
    },
    originsForgotten({ count }) {
      forgotten.increment({}, count);
      logger.debug('store_origins_forgotten', { count });
    },
    eventsPruned({ count }) {
      events.increment({}, count);
      logger.debug('store_events_pruned', { count });
    },
  };
}

function storeMetrics(metrics: Metrics) {
  return {
    commits: metrics.histogram({
      name: 'tocsin_store_commit_seconds',
      help: 'Time from asking for a transaction that writes until it was committed, waiting included.',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    }),
    failures: metrics.counter({
      name: 'tocsin_store_failures_total',
      help: 'Calls that failed because the database could not serve, by reason.',
      labels: { reason: STORE_FAULT_REASONS },
    }),
    writable: metrics.gauge({
      name: 'tocsin_store_writable',
      help: 'Whether the last attempt to write the store succeeded (1) or failed (0).',
    }),
    connections: metrics.counter({
      name: 'tocsin_store_connections_lost_total',
      help: 'Connections to the database server that ended while nobody used them.',
    }),
    pruned: metrics.counter({
      name: 'tocsin_store_audit_pruned_total',
      help: 'Entries of the audit trail that were removed because of their age or number.',
    }),
    forgotten: metrics.counter({
      name: 'tocsin_store_origins_forgotten_total',
      help: 'Containers of which nothing is known any more because they have long been gone.',
    }),
    events: metrics.counter({
      name: 'tocsin_store_events_pruned_total',
      help: 'Events that were removed because of their age or number.',
    }),
  };
}

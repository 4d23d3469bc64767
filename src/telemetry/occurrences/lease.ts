// What can happen to the lease by which one of several instances runs the background tasks.
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

/** Who holds the lease, or held it. */
export interface HolderSeen {
  readonly pid: number;
  readonly hostname: string;
  readonly ageSeconds: number;
  readonly fencing: number;
}

export const LEASE_LOSSES = ['taken_over', 'store_unavailable', 'paused'] as const;
/** Another has it; the store could not be told in time that we live; this process itself stood still for too long. */
export type LeaseLoss = (typeof LEASE_LOSSES)[number];

export interface LeaseOccurrences {
  acquired(tenure: { readonly fencing: number }): void;
  /** Once for every change of the holder, not for every attempt. */
  heldByOther(holder: HolderSeen): void;
  /** We took the lease from a holder that had been silent for too long. */
  staleOverwritten(holder: HolderSeen): void;
  heartbeatLost(loss: { readonly reason: LeaseLoss; readonly fencing: number }): void;
  released(tenure: { readonly fencing: number }): void;
  /** At the end the lease was no longer ours. */
  releaseMismatched(tenure: { readonly fencing: number }): void;
  /** A background task ended in an error; it begins again. */
  taskFailed(failure: { readonly task: string; readonly error: unknown }): void;
}

export function createLeaseOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
}): LeaseOccurrences {
  const logger = tools.logger.child('cluster');
  const { held, acquisitions, overwrites, losses, mismatches, others, failures } = leaseMetrics(tools.metrics);
  return {
    acquired({ fencing }) {
      held.set({}, 1);
      acquisitions.increment({});
      logger.info('scheduler_lock_acquired', { fencing });
    },
    heldByOther(holder) {
      others.increment({});
      logger.warning('scheduler_lock_held_by_other_instance', told(holder));
    },
    staleOverwritten(holder) {
      overwrites.increment({});
      logger.info('scheduler_lock_stale_overwrite', told(holder));
    },
    heartbeatLost({ reason, fencing }) {
      held.set({}, 0);
      losses.increment({ reason });
      logger.warning('scheduler_lock_heartbeat_lost', { reason, fencing });
    },
    released({ fencing }) {
      held.set({}, 0);
      logger.debug('scheduler_lock_released', { fencing });
    },
    releaseMismatched({ fencing }) {
      held.set({}, 0);
      mismatches.increment({});
      logger.warning('scheduler_lock_release_mismatch', { fencing });
    },
    taskFailed({ task, error }) {
      failures.increment({});
      logger.error('scheduler_task_failed', { task, error });
    },
  };
}

function told({ pid, hostname, ageSeconds, fencing }: HolderSeen) {
  return { holder_pid: pid, holder_hostname: hostname, age_seconds: Math.round(ageSeconds), fencing };
}

function leaseMetrics(metrics: Metrics) {
  return {
    held: metrics.gauge({
      name: 'tocsin_scheduler_lock_held',
      help: 'Whether this instance runs the background tasks (1) or not (0).',
    }),
    acquisitions: metrics.counter({
      name: 'tocsin_scheduler_lock_acquisitions_total',
      help: 'How often this instance took the lease.',
    }),
    overwrites: metrics.counter({
      name: 'tocsin_scheduler_lock_stale_overwrites_total',
      help: 'How often this instance took the lease from a holder that had been silent for too long.',
    }),
    losses: metrics.counter({
      name: 'tocsin_scheduler_lock_heartbeats_lost_total',
      help: 'How often this instance lost the lease while it needed it, by reason.',
      labels: { reason: LEASE_LOSSES },
    }),
    mismatches: metrics.counter({
      name: 'tocsin_scheduler_lock_release_mismatches_total',
      help: 'How often the lease was no longer ours when this instance gave it back.',
    }),
    others: metrics.counter({
      name: 'tocsin_scheduler_lock_other_holders_total',
      help: 'How often this instance found the lease with another holder than before.',
    }),
    failures: metrics.counter({
      name: 'tocsin_scheduler_task_failures_total',
      help: 'Background tasks that ended in an error and began again.',
    }),
  };
}

// The tasks that only one of several instances runs, behind the lease that decides which.
import { randomUUID } from 'node:crypto';
import { createEventIndexing } from '../cluster/event-indexing.ts';
import { createHousekeeping } from '../cluster/housekeeping.ts';
import { Lease } from '../cluster/lease.ts';
import type { LeaseStatus } from '../cluster/lease-status.ts';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/store.ts';
import type { AccessOccurrences } from '../telemetry/occurrences/access.ts';
import type { LeaseOccurrences } from '../telemetry/occurrences/lease.ts';
import type { StoreOccurrences } from '../telemetry/occurrences/store.ts';
import { sessionLimits } from './session-limits.ts';

export interface BackgroundParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly config: Config;
  readonly hostname: string;
  readonly occurrences: LeaseOccurrences &
    Pick<StoreOccurrences, 'auditPruned' | 'originsForgotten' | 'eventsPruned'> &
    Pick<AccessOccurrences, 'sessionsExpired'>;
}

export interface Background {
  /** Who runs the background tasks, this instance or another. */
  status(): Promise<LeaseStatus>;
  /** Whether anybody runs them now, as far as the store can say. */
  runs(): Promise<boolean>;
  /** Ends the tasks and gives the lease back. */
  stop(): Promise<void>;
}

const DAY_MS = 24 * 3_600_000;

export function startBackground({ store, clock, config, hostname, occurrences }: BackgroundParts): Background {
  const { idleMs: sessionIdleMs } = sessionLimits(config);
  const lease = new Lease({
    store: store.lease,
    clock,
    ttlSeconds: config.lockTtlSeconds,
    heartbeatSeconds: config.lockHeartbeatSeconds,
    identity: { name: randomUUID(), pid: process.pid, hostname },
    occurrences,
    tasks: [
      createHousekeeping({
        store: store.housekeeping,
        ...{ clock, occurrences, sessionIdleMs },
        eventAgeMs: config.eventRetentionDays * DAY_MS,
        eventRows: config.eventRetentionRows,
      }),
      createEventIndexing({ store: store.eventIndexer, clock }),
    ],
  });
  const stopping = new AbortController();
  const ended = lease.run(stopping.signal);
  return {
    status: () => lease.status(),
    async runs() {
      const status = await lease.status().catch(() => undefined);
      return status?.locked === true && !status.is_stale;
    },
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

// Which row of `scheduler_lock` is whose, and when its holder has lost it.
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** The scheduler's row of `scheduler_lock`: of several instances its holder runs the background tasks. */
export const SCHEDULER_LOCK = 1;

/** The row of `scheduler_lock` that belongs to a source; the scheduler's own comes before all of them. */
export const lockOf = (sourceId: number): number => SCHEDULER_LOCK + sourceId;

/** Seconds since the holder's last sign of life; negative when it lies in the future. `now` is the database's own clock. */
export function heartbeatAge(now: RawBuilder<number>): RawBuilder<number> {
  return sql<number>`(${now} - scheduler_lock.heartbeat_at)`;
}

/**
 * Whether the holder has lost the lease by its silence: another may take it, and the holder may write no more. A heartbeat from the future is
 * left from before the database's clock was set back; waiting for it could take hours.
 */
export function isStale(now: RawBuilder<number>): RawBuilder<SqlBool> {
  return sql<SqlBool>`(abs(${heartbeatAge(now)}) > scheduler_lock.heartbeat_timeout)`;
}

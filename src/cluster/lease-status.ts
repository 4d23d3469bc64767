// Who runs the background tasks, as `/api/system` shows it.
import type { LeaseHolder } from '../core/lease.ts';

export interface LeaseStatus {
  readonly locked: boolean;
  readonly pid: number | null;
  readonly hostname: string | null;
  readonly age_seconds: number | null;
  readonly is_stale: boolean;
  /** Seconds until the lease ends unless the holder gives a sign of life; 0 when it has ended. */
  readonly ttl_remaining: number | null;
  readonly fencing: number | null;
}

export function toLeaseStatus(holder: LeaseHolder | undefined): LeaseStatus {
  if (!holder)
    return {
      locked: false,
      pid: null,
      hostname: null,
      age_seconds: null,
      is_stale: false,
      ttl_remaining: null,
      fencing: null,
    };
  return {
    locked: true,
    pid: holder.pid,
    hostname: holder.hostname,
    age_seconds: inMilliseconds(Math.max(0, holder.ageSeconds)),
    is_stale: holder.isStale,
    ttl_remaining: holder.isStale ? 0 : inMilliseconds(holder.heartbeatTimeout - Math.max(0, holder.ageSeconds)),
    fencing: holder.fencing,
  };
}

/** Seconds with three places: more would be noise. */
function inMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

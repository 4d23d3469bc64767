import type { LeaseRow } from './lease-store.ts';

/** Who runs the background tasks, as `/api/system` shows it. */
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

export function toLeaseStatus(row: LeaseRow | undefined): LeaseStatus {
  if (!row)
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
    pid: row.pid,
    hostname: row.hostname,
    age_seconds: inMilliseconds(Math.max(0, row.ageSeconds)),
    is_stale: row.isStale,
    ttl_remaining: row.isStale ? 0 : inMilliseconds(row.heartbeatTimeout - Math.max(0, row.ageSeconds)),
    fencing: row.fencing,
  };
}

/** Seconds with three places: more would be noise. */
function inMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

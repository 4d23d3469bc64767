// How many events an origin may cause: a burst, and then so many a minute, by the time of its lines.
import type { BucketLevel } from '../../core/lines/flood-state.ts';
import type { Stamp } from '../../core/lines/stamp.ts';

/** Up to 100,000 of each, as the settings allow, all sums below are exact. */
export interface EventLimit {
  /** 0: no limit. */
  readonly perMinute: number;
  /** How many a full bucket holds. */
  readonly burst: number;
}

/** What a token is made of: so a nanosecond refills `perMinute` parts, and everything stays a whole number. */
const PARTS_A_TOKEN = 60_000_000_000;
const NANOS_A_SECOND = 1_000_000_000;

export const holdsToken = ({ parts }: BucketLevel): boolean => parts >= PARTS_A_TOKEN;

export const withoutToken = ({ parts, at }: BucketLevel): BucketLevel => ({ parts: parts - PARTS_A_TOKEN, at });

/** The level at this moment, or at a later one; without a level from before, a full bucket. */
export function refilled(level: BucketLevel | undefined, at: Stamp, { perMinute, burst }: EventLimit): BucketLevel {
  const full = burst * PARTS_A_TOKEN;
  if (level === undefined) return { parts: full, at };
  const nanos = (at.seconds - level.at.seconds) * NANOS_A_SECOND + (at.nanos - level.at.nanos);
  // A sum that is too large to be exact is larger than any bucket.
  return { parts: Math.min(full, level.parts + nanos * perMinute), at };
}

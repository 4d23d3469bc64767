// Which events somebody wants to see.
import type { Severity } from '../severity.ts';

/** All that is given must hold. */
export interface EventFilter {
  readonly severities?: readonly Severity[] | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly workloadId?: string | undefined;
  readonly ruleId?: string | undefined;
  /** Stored at this time or later, milliseconds since 1970 … */
  readonly from?: number | undefined;
  /** … and before this one. */
  readonly to?: number | undefined;
}

/** How many events were stored in one minute. */
export interface EventMinute {
  /** When it began, milliseconds since 1970. */
  readonly at: number;
  readonly counts: Readonly<Record<Severity, number>>;
}

export interface MinuteSpan {
  /** Milliseconds since 1970: the minute in which it lies is the first. */
  readonly from: number;
  /** The last is the one before this time. */
  readonly to: number;
  /** So many minutes are counted together. */
  readonly step: number;
}

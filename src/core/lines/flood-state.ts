// What is kept of flood control, with the position behind the lines that led to it.

import type { RuleCounts } from '../flood/rule-counts.ts';
import type { Stamp } from './stamp.ts';

/** How full the bucket of an origin's events was at a moment. */
export interface BucketLevel {
  /** Parts of tokens, as `rules/flood/token-bucket.ts` makes them. */
  readonly parts: number;
  readonly at: Stamp;
}

/** How an origin stands as a whole. */
export interface FloodStanding {
  /** The newest time of a line in this epoch; undefined before the first line. */
  readonly time: Stamp | undefined;
  /** Counts the leaps back of the lines' times. */
  readonly epoch: number;
  /** Undefined while it is full. */
  readonly bucket: BucketLevel | undefined;
}

/** How a rule stands in an origin. */
export interface RuleFloodStanding {
  /** Of another epoch than the origin's, cooldown and window have no meaning any more. */
  readonly epoch: number;
  readonly lastAdmitted: Stamp | undefined;
  /** The hits of its window, in order. */
  readonly hits: readonly Stamp[];
  /** Hits that became no event since the last one that did. */
  readonly heldBack: number;
  /** The line's time of the last of those. */
  readonly lastSeen: Stamp | undefined;
  /** The key of the last event. */
  readonly lastEvent: string | undefined;
}

export interface SavedFlood {
  readonly standing: FloodStanding;
  /** By the rule's id. */
  readonly rules: ReadonlyMap<string, RuleFloodStanding>;
}

/** What was held back behind an event, when nothing more will be: its rule had another one since, or is no more. */
export type SettledEvent = Pick<RuleFloodStanding, 'heldBack' | 'lastSeen' | 'lastEvent'>;

/** What is new: the rules are those that had a hit. */
export interface FloodChange extends SavedFlood {
  readonly counts: ReadonlyMap<string, RuleCounts>;
  /** In order. */
  readonly settled: readonly SettledEvent[];
  /** Rules that are no more, of which something may be saved. */
  readonly forgotten: readonly string[];
}

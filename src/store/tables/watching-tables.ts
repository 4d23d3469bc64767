// What is watched, how far it was read, and how flood control stands there.
import type { Generated } from 'kysely';
import type { RuleCounts } from '../../core/flood/rule-counts.ts';
import type { GapReason } from '../../core/lines/reading.ts';

/** What finds origins, `docker:<engine's name>` for instance, and what it wants to remember. `background/scheduler-lock.ts` says which row of `scheduler_lock` is its lock. */
export interface SourcesTable {
  readonly id: Generated<number>;
  readonly key: string;
  readonly memory: string | null;
  /** JSON: how whoever watches it says that it is watched; null before anybody did. */
  readonly verdict: Generated<string | null>;
  /** How far it has heard of what happens to its origins besides their lines, in its own words. */
  readonly lives: Generated<string | null>;
}

/** What was heard of an origin besides its lines; it need not be one of `origins` yet. */
export interface LivesTable {
  /** The key of the origin. */
  readonly origin: string;
  readonly source: string;
  /** In its source's words. */
  readonly course: string;
  /** JSON: how flood control of its happenings stands. */
  readonly flood: string | null;
}

/** What lines come from, and how it is watched. */
export interface OriginsTable {
  readonly id: Generated<number>;
  readonly key: string;
  readonly source: string;
  /** The id of its workload. */
  readonly workload: string;
  /** JSON: names, image, labels, workload. */
  readonly origin: string;
  readonly found_at: number;
  readonly stdout_since: number | null;
  readonly stderr_since: number | null;
  /** `seconds.nanoseconds` of the newest line that was judged. */
  readonly cursor: string | null;
  /** 0 or 1. */
  readonly settled: number;
  readonly gone_at: number | null;
  /** How far it was read, in its source's words; its tail lies in `position_tails`, from `tail_from` to `tail_end`. */
  readonly head: string | null;
  /** JSON: how flood control stands, at the same place. */
  readonly flood: string | null;
  readonly tail_from: Generated<number>;
  readonly tail_end: Generated<number>;
  readonly lines: Generated<number>;
  readonly bytes: Generated<number>;
  readonly late_lines: Generated<number>;
}

export interface PositionTailsTable {
  readonly origin_id: number;
  readonly begins_at: number;
  readonly ends_at: number;
  readonly bytes: Uint8Array;
}

/** How flood control of one rule stands in one origin. */
export interface RuleStandingsTable {
  readonly origin_id: number;
  readonly rule_id: string;
  /** JSON. */
  readonly standing: string;
}

/** What became of a rule's hits, by the hour in which it was saved, since 1970; 0 for all hours together. */
export interface RuleCountsTable extends RuleCounts {
  readonly rule_id: string;
  readonly hour: number;
  /** When a hit was saved last; null while there was none. */
  readonly last_hit_at: number | null;
}

/** Lines that were lost before they could be read: `seconds.nanoseconds`, null where nobody knows. */
export interface GapsTable {
  readonly id: Generated<number>;
  readonly origin_id: number;
  readonly reason: GapReason;
  readonly from_stamp: string | null;
  readonly to_stamp: string | null;
  readonly found_at: number;
}

export interface WatchingTables {
  readonly sources: SourcesTable;
  readonly lives: LivesTable;
  readonly origins: OriginsTable;
  readonly position_tails: PositionTailsTable;
  readonly rule_standings: RuleStandingsTable;
  readonly rule_counts: RuleCountsTable;
  readonly gaps: GapsTable;
}

import type { Generated } from 'kysely';
import type { Actor, AuditAction, Role, TokenScope } from '../core/account.ts';
import type { RuleCounts } from '../core/flood/rule-counts.ts';
import type { GapReason } from '../core/lines/reading.ts';
import type { RuleDefinition, RuleStreams } from '../core/rules/rule.ts';
import type { Severity } from '../core/severity.ts';
import type { DeliveryTables } from './tables/delivery-tables.ts';
import type { EventTables } from './tables/event-tables.ts';

// The tables as both databases have them. Times are milliseconds since 1970 unless a column says otherwise; ids grow and are never used twice.

export interface UsersTable {
  readonly id: Generated<number>;
  readonly username: string;
  /** The name by which users are unique: ASCII letters in lower case. */
  readonly username_lower: string;
  readonly role: Role;
  readonly password_hash: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly last_login_at: number | null;
}

export interface SessionsTable {
  readonly id: Generated<number>;
  readonly user_id: number;
  readonly token_hash: string;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly expires_at: number;
  readonly address: string;
  readonly user_agent: string;
}

export interface ApiTokensTable {
  readonly id: Generated<number>;
  readonly name: string;
  readonly scope: TokenScope;
  readonly hint: string;
  readonly token_hash: string;
  readonly created_by: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
}

export interface AuditLogTable {
  readonly id: Generated<number>;
  readonly at: number;
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string;
  readonly actor_name: string;
  readonly action: AuditAction;
  readonly subject: string;
  readonly address: string;
  readonly correlation_id: string;
}

/** What the store remembers about itself; `settings.ts` lists the names. */
export interface SettingsTable {
  readonly name: string;
  readonly value: string;
}

/** A lock with a heartbeat. The row stays when nobody holds it (`name` is null then), because the fencing number must never go back. */
export interface SchedulerLockTable {
  readonly id: number;
  readonly name: string | null;
  readonly pid: number;
  readonly hostname: string;
  /** Unix seconds with a fraction, by the database's clock. */
  readonly heartbeat_at: number;
  /** Seconds. */
  readonly heartbeat_timeout: number;
  readonly fencing: number;
}

/** What finds origins, `docker:<engine's name>` for instance, and what it wants to remember. Its lock is the row of `scheduler_lock` that `source-lock.ts` names. */
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

export interface LogScanRulesTable {
  readonly id: Generated<number>;
  readonly kind: RuleDefinition['kind'];
  readonly name: string;
  readonly pattern: string;
  readonly exclude_pattern: string | null;
  readonly severity: Severity;
  readonly streams: RuleStreams;
  readonly cooldown_seconds: number;
  readonly threshold_count: number | null;
  readonly threshold_window_seconds: number | null;
  /** Empty for a global rule: with the name it is unique, which null would not be. */
  readonly workload_id: string;
  /** The id of the rule in whose place it stands; one in a file is not in this table. */
  readonly overrides_rule_id: string | null;
  /** 0 or 1. */
  readonly enabled: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface MutesTable {
  readonly id: Generated<number>;
  readonly rule_id: string | null;
  readonly workload_id: string | null;
  readonly from_at: number;
  readonly until_at: number;
  readonly reason: string | null;
  readonly ended_at: number | null;
  /** The earlier of `until_at` and `ended_at`. */
  readonly over_at: number;
  readonly created_by: string;
  readonly created_at: number;
}

export interface Tables extends EventTables, DeliveryTables {
  readonly users: UsersTable;
  readonly sessions: SessionsTable;
  readonly api_tokens: ApiTokensTable;
  readonly audit_log: AuditLogTable;
  readonly settings: SettingsTable;
  readonly scheduler_lock: SchedulerLockTable;
  readonly sources: SourcesTable;
  readonly origins: OriginsTable;
  readonly lives: LivesTable;
  readonly position_tails: PositionTailsTable;
  readonly gaps: GapsTable;
  readonly log_scan_rules: LogScanRulesTable;
  readonly mutes: MutesTable;
  readonly rule_standings: RuleStandingsTable;
  readonly rule_counts: RuleCountsTable;
}

// The rules and mutes that people made.
import type { Generated } from 'kysely';
import type { RuleDefinition, RuleStreams } from '../../core/rules/rule.ts';
import type { Severity } from '../../core/severity.ts';

export interface LogScanRulesTable {
  readonly id: Generated<number>;
  readonly kind: RuleDefinition['kind'];
  readonly name: string;
  readonly pattern: string;
  readonly exclude_pattern: string | null;
  readonly field: string | null;
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

export interface RuleTables {
  readonly log_scan_rules: LogScanRulesTable;
  readonly mutes: MutesTable;
}

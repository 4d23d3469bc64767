// A rule as a row, and a row as a rule.
import type { Selectable } from 'kysely';
import type { Rule, RuleDefinition } from '../../core/rules/rule.ts';
import { GLOBAL, type RuleScope, workloadOf } from '../../core/rules/rule-scope.ts';
import type { LogScanRulesTable } from '../tables/rule-tables.ts';

export type RuleRow = Selectable<LogScanRulesTable>;

export function toRule(row: RuleRow): Rule {
  const { threshold_count: count, threshold_window_seconds: windowSeconds } = row;
  return {
    id: String(row.id),
    origin: 'api',
    kind: row.kind,
    name: row.name,
    pattern: row.pattern,
    excludePattern: row.exclude_pattern,
    field: row.field,
    severity: row.severity,
    streams: row.streams,
    cooldownSeconds: row.cooldown_seconds,
    threshold: count === null || windowSeconds === null ? null : { count, windowSeconds },
    scope: scopeOf(row),
    enabled: row.enabled === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function scopeOf({ workload_id: workloadId, overrides_rule_id: overriddenId }: RuleRow): RuleScope {
  if (workloadId === '') return GLOBAL;
  return overriddenId === null ? { kind: 'workload', workloadId } : { kind: 'override', workloadId, overriddenId };
}

export function toRuleRow(rule: RuleDefinition, updatedAt: number): Omit<RuleRow, 'id' | 'created_at'> {
  return {
    kind: rule.kind,
    name: rule.name,
    pattern: rule.pattern,
    exclude_pattern: rule.excludePattern,
    field: rule.field,
    severity: rule.severity,
    streams: rule.streams,
    cooldown_seconds: rule.cooldownSeconds,
    threshold_count: rule.threshold?.count ?? null,
    threshold_window_seconds: rule.threshold?.windowSeconds ?? null,
    workload_id: workloadOf(rule.scope) ?? '',
    overrides_rule_id: rule.scope.kind === 'override' ? rule.scope.overriddenId : null,
    enabled: rule.enabled ? 1 : 0,
    updated_at: updatedAt,
  };
}

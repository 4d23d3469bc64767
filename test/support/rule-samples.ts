// Rules for tests in which only a few fields matter.
import type { Mute } from '../../src/core/rules/mute.ts';
import { RULE_DEFAULTS, type Rule, type RuleDefinition } from '../../src/core/rules/rule.ts';
import { GLOBAL, type RuleScope } from '../../src/core/rules/rule-scope.ts';

export function sampleDefinition(change: Partial<RuleDefinition> = {}): RuleDefinition {
  return {
    ...RULE_DEFAULTS,
    kind: 'match',
    name: 'Out of memory',
    pattern: 'out of memory',
    excludePattern: null,
    field: null,
    threshold: null,
    scope: GLOBAL,
    ...change,
  };
}

export function sampleRule(id: string, change: Partial<Rule> = {}): Rule {
  return {
    ...sampleDefinition({ name: `rule ${id}` }),
    id,
    origin: 'api',
    createdAt: 1_000,
    updatedAt: 1_000,
    ...change,
  };
}

export const inWorkload = (workloadId: string): RuleScope => ({ kind: 'workload', workloadId });

export const inPlaceOf = (overriddenId: string, workloadId: string): RuleScope => ({
  kind: 'override',
  workloadId,
  overriddenId,
});

export function sampleMute(id: string, change: Partial<Mute> = {}): Mute {
  const whole = { from: 1_000, until: 9_000, reason: null, endedAt: null, createdBy: 'ada', createdAt: 1_000 };
  return { id, ruleId: null, workloadId: null, ...whole, ...change };
}

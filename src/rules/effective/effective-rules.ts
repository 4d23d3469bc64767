// Which rules are in force for one workload, where each comes from, and what was replaced or switched off. Pure.
import type { Rule } from '../../core/rules/rule.ts';
import { workloadOf } from '../../core/rules/rule-scope.ts';

export interface RuleInForce {
  readonly rule: Rule;
  readonly from: 'global' | 'override' | 'workload';
  /** The global rule in whose place it stands. */
  readonly replaces: Rule | undefined;
}

export const LEFT_OUT_REASONS = ['replaced', 'switched_off', 'disabled', 'broken', 'nothing_to_override'] as const;

export interface RuleLeftOut {
  readonly rule: Rule;
  /**
   * `replaced`, `switched_off`: by an override of this workload, enabled or not. `disabled`: by itself. `broken`: it does not
   * compile, or another rule has its name. `nothing_to_override`: the global rule that it is about is not there.
   */
  readonly reason: (typeof LEFT_OUT_REASONS)[number];
  readonly by: Rule | undefined;
}

export interface EffectiveRules {
  readonly inForce: readonly RuleInForce[];
  readonly leftOut: readonly RuleLeftOut[];
}

/** All rules, by where they hold, so that what concerns one workload need not be looked for among all. */
export interface RulesByScope {
  readonly global: readonly Rule[];
  readonly ofWorkload: ReadonlyMap<string, readonly Rule[]>;
}

export function rulesByScope(rules: readonly Rule[]): RulesByScope {
  const ofWorkload = Map.groupBy(
    rules.filter(({ scope }) => scope.kind !== 'global'),
    ({ scope }) => workloadOf(scope) ?? '',
  );
  return { global: rules.filter(({ scope }) => scope.kind === 'global'), ofWorkload };
}

/**
 * Global rules, minus those that this workload overrides, with the override in their place, plus the workload's own. A rule that
 * is broken counts as if it were not there: a broken override leaves the rule that it was to replace in force. An override has its own
 * say: it may be enabled where its global rule is not.
 */
export function effectiveRules(
  { global, ofWorkload }: RulesByScope,
  workloadId: string,
  isBroken: (rule: Rule) => boolean = () => false,
): EffectiveRules {
  const inForce: RuleInForce[] = [];
  const leftOut: RuleLeftOut[] = [];
  const own = ofWorkload.get(workloadId) ?? [];
  const overrides = overridesOf(own, isBroken);
  for (const rule of global) {
    const override = overrides.get(rule.id);
    if (override?.enabled) inForce.push({ rule: override, from: 'override', replaces: rule });
    else if (override === undefined && rule.enabled && !isBroken(rule))
      inForce.push({ rule, from: 'global', replaces: undefined });
    if (override) leftOut.push({ rule, reason: override.enabled ? 'replaced' : 'switched_off', by: override });
    else if (!rule.enabled || isBroken(rule)) leftOut.push(byItself(rule));
  }
  const globalIds = new Set(global.map(({ id }) => id));
  for (const rule of own) {
    const { scope } = rule;
    if (isBroken(rule) || (!rule.enabled && scope.kind === 'workload')) leftOut.push(byItself(rule));
    else if (scope.kind === 'workload') inForce.push({ rule, from: 'workload', replaces: undefined });
    else if (scope.kind === 'override') {
      const first = overrides.get(scope.overriddenId);
      if (!globalIds.has(scope.overriddenId)) leftOut.push({ rule, reason: 'nothing_to_override', by: undefined });
      else if (first !== rule) leftOut.push({ rule, reason: 'replaced', by: first });
    }
  }
  return { inForce, leftOut };
}

function overridesOf(own: readonly Rule[], isBroken: (rule: Rule) => boolean): ReadonlyMap<string, Rule> {
  const overrides = new Map<string, Rule>();
  for (const rule of own)
    if (rule.scope.kind === 'override' && !isBroken(rule) && !overrides.has(rule.scope.overriddenId))
      overrides.set(rule.scope.overriddenId, rule);
  return overrides;
}

const byItself = (rule: Rule): RuleLeftOut => ({
  rule,
  reason: rule.enabled ? 'broken' : 'disabled',
  by: undefined,
});

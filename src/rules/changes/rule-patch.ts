// A change of some fields of a rule, and the rule as it would be written with it.
import { type RawRule, rawRuleOf } from '../../core/rules/raw-rule.ts';
import type { Rule } from '../../core/rules/rule.ts';

/** Absent keeps, null clears. */
export type RulePatch = { readonly [Field in keyof RawRule]?: RawRule[Field] | undefined };

/** As it would be written as a whole. The two halves of a threshold go together when one of them is cleared. */
export function patched(before: Rule, patch: RulePatch): RawRule {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const merged: RawRule = { ...rawRuleOf(before), ...given };
  const { threshold_count: count, threshold_window_seconds: window } = patch;
  if (count === null && window === undefined) return { ...merged, threshold_window_seconds: null };
  if (window === null && count === undefined) return { ...merged, threshold_count: null };
  return merged;
}

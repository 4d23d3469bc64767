// The rules in force, as one immutable value that is swapped whole, and bit masks of some of them.
import type { CompiledRule } from './compile-rule.ts';
import { MAX_RULES } from './wasm/layout.ts';

/** Rules are known by their place here. A changed rule gives a new set that shares all others with the old one. */
export interface RuleSet {
  readonly rules: readonly CompiledRule[];
}

export const MOST_RULES = MAX_RULES;

export function createRuleSet(rules: readonly CompiledRule[]): RuleSet {
  if (rules.length > MOST_RULES) throw new Error(`A rule set holds at most ${MOST_RULES} rules, not ${rules.length}.`);
  return Object.freeze({ rules: Object.freeze([...rules]) });
}

export function withRule({ rules }: RuleSet, index: number, rule: CompiledRule): RuleSet {
  return createRuleSet(rules.with(index, rule));
}

/** One bit a rule: the rules that apply to a container, or to one of its streams. */
export type RuleMask = Uint32Array;

export function createMask(ruleCount: number, selected: Iterable<number>): RuleMask {
  const mask = new Uint32Array((ruleCount + 31) >>> 5);
  for (const rule of selected) mask[rule >>> 5] = (mask[rule >>> 5] ?? 0) | (1 << (rule & 31));
  return mask;
}

export const selects = (mask: RuleMask, rule: number): boolean => (((mask[rule >>> 5] ?? 0) >>> (rule & 31)) & 1) === 1;

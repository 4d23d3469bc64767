// The rules in force, as one immutable value that is swapped whole, and bit masks of some of them.
import type { CompiledRule } from './compile-rule.ts';
import { MAX_RULES } from './wasm/layout.ts';

/** Rules are known by their place here. A changed rule gives a new set that shares all others with the old one. */
export interface RuleSet {
  readonly rules: readonly CompiledRule[];
  /** Those that are looked for; all when absent. */
  readonly lookedFor?: RuleMask;
}

export const MOST_RULES = MAX_RULES;

/** Most parts of all patterns together, exclude patterns included. A usual rule has a hundred or two; it bounds what the automata of a set take. */
export const MOST_PARTS = 4_000_000;

export function createRuleSet(rules: readonly CompiledRule[], lookedFor?: RuleMask): RuleSet {
  if (rules.length > MOST_RULES) throw new Error(`A rule set holds at most ${MOST_RULES} rules, not ${rules.length}.`);
  const parts = rules.reduce((sum, rule) => sum + partsOf(rule), 0);
  if (parts > MOST_PARTS)
    throw new Error(`The patterns of a rule set have at most ${MOST_PARTS} parts together, not ${parts}.`);
  return Object.freeze({ rules: Object.freeze([...rules]), ...(lookedFor && { lookedFor }) });
}

/** How many of the rules, from the first on, one set can hold; whoever gathers rules leaves out the others, and says so. */
export function howManyFit(rules: readonly CompiledRule[]): number {
  let parts = 0;
  const beyond = rules.findIndex((rule, at) => {
    parts += partsOf(rule);
    return parts > MOST_PARTS || at >= MOST_RULES;
  });
  return beyond < 0 ? rules.length : beyond;
}

/** How large its patterns are: a byte of a line that they cannot make up their mind about costs that much. */
export const partsOf = ({ automaton, exclude }: CompiledRule): number => automaton.parts + (exclude?.parts ?? 0);

export function withRule({ rules, lookedFor }: RuleSet, index: number, rule: CompiledRule): RuleSet {
  return createRuleSet(rules.with(index, rule), lookedFor);
}

/** One bit a rule: the rules that apply to a container, or to one of its streams. */
export type RuleMask = Uint32Array;

export function createMask(ruleCount: number, selected: Iterable<number>): RuleMask {
  const mask = new Uint32Array((ruleCount + 31) >>> 5);
  for (const rule of selected) mask[rule >>> 5] = (mask[rule >>> 5] ?? 0) | (1 << (rule & 31));
  return mask;
}

export const selects = (mask: RuleMask, rule: number): boolean => (((mask[rule >>> 5] ?? 0) >>> (rule & 31)) & 1) === 1;

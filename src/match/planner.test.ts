import { describe, expect, test } from 'vitest';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import { Planner } from './planner.ts';
import type { Plan } from './prefilter/plan.ts';
import { createMask, createRuleSet } from './rule-set.ts';
import { TWIN_COSTS, WASM_COSTS } from './wasm/costs.ts';

const text = Buffer.from('the disk is fine\n'.repeat(100_000));

function ruleOf(pattern: string): CompiledRule {
  const result = compileRule({ pattern });
  if (!result.ok) throw new Error(result.fault.message);
  return result.rule;
}

const rules = createRuleSet(['volume .* is full', 'out of memory'].map(ruleOf));

/** A planner, and the plans that it has put in force. */
function plannerOf(): { readonly planner: Planner; readonly plans: readonly Plan[] } {
  const plans: Plan[] = [];
  const putInForce = (plan: Plan): readonly number[] => {
    plans.push(plan);
    return plan.always;
  };
  return { planner: new Planner({ rules, costs: WASM_COSTS, putInForce }), plans };
}

describe('a plan', () => {
  test('is made by the first text, and stays in force for the next', () => {
    const { planner, plans } = plannerOf();
    expect(planner.plan).toBeUndefined();
    const plan = planner.planFor(text);
    expect(planner.planFor(text)).toBe(plan);
    expect(plans).toEqual([plan]);
  });

  test('is made anew at once for other rules, if any text is known', () => {
    const { planner, plans } = plannerOf();
    planner.use(rules);
    expect(plans).toEqual([]);
    planner.learn(text);
    planner.use(createRuleSet(rules.rules, createMask(2, [1])));
    expect(plans.map(({ strided }) => strided.map(({ rule }) => rule))).toEqual([[1]]);
  });

  test('is made anew by the next text when passes cost something else', () => {
    const { planner, plans } = plannerOf();
    planner.planFor(text);
    planner.useCosts(TWIN_COSTS);
    expect(planner.plan).toBeUndefined();
    planner.planFor(text);
    expect(plans.length).toBe(2);
  });

  test('reads every line for the rules that are too often candidates, as long as the text stays', () => {
    const { planner, plans } = plannerOf();
    planner.planFor(text);
    planner.candidates[1] = text.length / 8;
    planner.keepUp(text, 0);
    expect(plans.map(({ always }) => always.includes(1))).toEqual([false, true]);
    for (let read = 0; plans.length < 3 && read < 64 * text.length; read += text.length) planner.keepUp(text, 0);
    expect(plans.map(({ always }) => always.includes(1))).toEqual([false, true, false]);
  });
});

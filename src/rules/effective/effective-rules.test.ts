import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inPlaceOf, inWorkload, sampleRule } from '../../../test/support/rule-samples.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { GLOBAL } from '../../core/rules/rule-scope.ts';
import { effectiveRules, rulesByScope } from './effective-rules.ts';

const forWorkload = (rules: readonly Rule[], workload: string, broken: readonly string[] = []) => {
  const { inForce, leftOut } = effectiveRules(rulesByScope(rules), workload, ({ id }) => broken.includes(id));
  return {
    inForce: inForce.map(({ rule, from, replaces }) => `${rule.id} ${from}${replaces ? ` for ${replaces.id}` : ''}`),
    leftOut: leftOut.map(({ rule, reason, by }) => `${rule.id} ${reason}${by ? ` by ${by.id}` : ''}`),
  };
};

describe('the rules that are in force for a workload', () => {
  const rules = [
    sampleRule('1'),
    sampleRule('2'),
    sampleRule('3'),
    sampleRule('4', { scope: inPlaceOf('1', 'web') }),
    sampleRule('5', { scope: inPlaceOf('2', 'web'), enabled: false }),
    sampleRule('6', { scope: inWorkload('web') }),
    sampleRule('7', { scope: inWorkload('db') }),
  ];

  test('are the global ones, with an override in the place of its rule, and its own', () => {
    expect(forWorkload(rules, 'web')).toEqual({
      inForce: ['4 override for 1', '3 global', '6 workload'],
      leftOut: ['1 replaced by 4', '2 switched_off by 5'],
    });
    expect(forWorkload(rules, 'db').inForce).toEqual(['1 global', '2 global', '3 global', '7 workload']);
    expect(forWorkload(rules, 'unheard of').inForce).toEqual(['1 global', '2 global', '3 global']);
  });

  test('are without those that are disabled, unless an override has its own say', () => {
    const disabled = [
      sampleRule('1', { enabled: false }),
      sampleRule('2', { scope: inPlaceOf('1', 'web') }),
      sampleRule('3', { scope: inWorkload('web'), enabled: false }),
    ];
    expect(forWorkload(disabled, 'web')).toEqual({
      inForce: ['2 override for 1'],
      leftOut: ['1 replaced by 2', '3 disabled'],
    });
    expect(forWorkload(disabled, 'db')).toEqual({ inForce: [], leftOut: ['1 disabled'] });
  });

  test('keep a global rule whose override is broken, so that nobody is blind by a mistake', () => {
    expect(forWorkload(rules, 'web', ['4', '6'])).toEqual({
      inForce: ['1 global', '3 global'],
      leftOut: ['2 switched_off by 5', '4 broken', '6 broken'],
    });
  });

  test('are without an override of a rule that is not there, and with the first of two for the same rule', () => {
    const strange = [
      sampleRule('1'),
      sampleRule('2', { scope: inPlaceOf('99', 'web') }),
      sampleRule('3', { scope: inPlaceOf('1', 'web') }),
      sampleRule('yaml-1', { scope: inPlaceOf('1', 'web') }),
    ];
    expect(forWorkload(strange, 'web')).toEqual({
      inForce: ['3 override for 1'],
      leftOut: ['1 replaced by 3', '2 nothing_to_override', 'yaml-1 replaced by 3'],
    });
  });
});

/** What the words say, as shortly as they can be said. */
function model(rules: readonly Rule[], workload: string, broken: ReadonlySet<string>): string[] {
  const mine = rules.filter((rule) => rule.scope.kind !== 'global' && rule.scope.workloadId === workload);
  const works = (rule: Rule): boolean => rule.enabled && !broken.has(rule.id);
  const globals = rules.flatMap((rule) => {
    if (rule.scope.kind !== 'global') return [];
    const override = mine.find(
      (own) => own.scope.kind === 'override' && own.scope.overriddenId === rule.id && !broken.has(own.id),
    );
    const stands = override ?? rule;
    return works(stands) ? [stands.id] : [];
  });
  return [...globals, ...mine.filter((rule) => rule.scope.kind === 'workload' && works(rule)).map(({ id }) => id)];
}

const arbitraryRules = fc
  .array(
    fc.record({
      enabled: fc.boolean(),
      scope: fc.oneof(
        fc.constant(GLOBAL),
        fc.constantFrom('web', 'db').map(inWorkload),
        fc
          .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('web', 'db'))
          .map(([id, workload]) => inPlaceOf(String(id), workload)),
      ),
    }),
    { maxLength: 9 },
  )
  .map((all) => all.map((change, at) => sampleRule(String(at + 1), change)));

test('what is in force is what a model of a few lines says, and every rule that could be is accounted for once', () => {
  let overridden = 0;
  const property = fc.property(
    arbitraryRules,
    fc.constantFrom('web', 'db', 'other'),
    fc.uniqueArray(fc.integer({ min: 1, max: 9 }).map(String)),
    (rules, workload, broken) => {
      // As in the book of rules: what is disabled is not compiled, so that nobody knows whether it is broken.
      const reallyBroken = new Set(broken.filter((id) => rules.find((rule) => rule.id === id)?.enabled));
      const { inForce, leftOut } = effectiveRules(rulesByScope(rules), workload, ({ id }) => reallyBroken.has(id));
      expect(inForce.map(({ rule }) => rule.id)).toEqual(model(rules, workload, reallyBroken));
      const concerned = rules.filter(({ scope }) => scope.kind === 'global' || scope.workloadId === workload);
      const told = [
        ...inForce.map(({ rule }) => rule.id),
        ...leftOut.map(({ rule }) => rule.id),
        ...leftOut.flatMap(({ reason, by }) => (reason === 'switched_off' && by ? [by.id] : [])),
      ];
      expect(told.sort()).toEqual(concerned.map(({ id }) => id).sort());
      overridden += inForce.filter(({ from }) => from === 'override').length;
    },
  );
  fc.assert(property, { numRuns: 3_000 });
  expect(overridden).toBeGreaterThan(50);
});

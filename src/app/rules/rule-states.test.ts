import { expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import type { StateChange } from '../events/system-states.ts';
import { type RulesSeen, tellRuleStates } from './rule-states.ts';

const fault = (ruleId: string) => ({ ruleId, ruleName: `rule ${ruleId}`, message: 'Missing ).' });

function telling(brokenBefore: readonly string[] = [], known: readonly string[] = brokenBefore) {
  const clock = new ManualClock();
  let seen: RulesSeen = { inForce: undefined, faults: [] };
  let changed = (): void => {};
  const told: string[] = [];
  let isFailing = false;
  const states = {
    standings: async () =>
      new Map(brokenBefore.map((id) => [`rule ${id}`, { state: 'broken' as const, number: 1 }] as const)),
    tell: async (changes: readonly StateChange[]) => {
      if (isFailing) throw new Error('The store fails.');
      told.push(...changes.map(({ subject, state, message }) => `${subject} ${state}: ${message}`));
    },
  };
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const onChange = (listener: () => void): void => {
    changed = listener;
  };
  const options = { states, rules: () => seen, isKnown: (id: string) => known.includes(id), onChange, clock };
  void tellRuleStates(options, stopping.signal);
  const change = (...broken: readonly string[]): void => {
    seen = { inForce: 1, faults: broken.map(fault) };
    changed();
  };
  const later = async (): Promise<readonly string[]> => {
    await clock.advance(5_000);
    return told.splice(0);
  };
  const at = (...broken: readonly string[]): Promise<readonly string[]> => {
    seen = { inForce: 1, faults: broken.map(fault) };
    return later();
  };
  const fail = (fails: boolean): void => {
    isFailing = fails;
  };
  return { at, change, later, fail };
}

test('a rule is told to be broken with the reason, once, and to be mended', async () => {
  const { at } = telling();
  expect(await at('1')).toEqual(['rule 1 broken: The rule "rule 1" is not in force as it is written: Missing ).']);
  expect(await at('1', '2')).toHaveLength(1);
  expect(await at('2')).toEqual(['rule 1 well: The rule "rule 1" is no longer broken.']);
});

test('what is broken and mended between two looks is told, each change in its order', async () => {
  const { at, change, later } = telling();
  await at('1');
  for (const broken of [['1', '2'], ['1'], ['1'], [], ['1']]) change(...broken);
  const told = (await later()).map((text) => text.split(':')[0]);
  expect(told).toEqual(['rule 2 broken', 'rule 2 well', 'rule 1 well', 'rule 1 broken']);
});

test('what could not be stored is told when it can be, of very many changes the last', async () => {
  const { at, change, later, fail } = telling();
  await at();
  fail(true);
  for (let n = 0; n < 300; n++) change(...(n % 2 === 0 ? [`${n}`] : []));
  expect(await later()).toEqual([]);
  fail(false);
  const told = await later();
  expect(told).toHaveLength(100);
  expect(told.at(-1)).toMatch('rule 298 well');
});

test('what was mended while nobody ran is told at the start, but not of rules that another instance has', async () => {
  const { at } = telling(['1', '2', '3'], ['1', '3']);
  expect(await at('3')).toEqual(['rule 1 well: The rule "1" is no longer broken.']);
});

test('of many at once some are named, and how many more there are', async () => {
  const { at } = telling();
  const ids = Array.from({ length: 500 }, (_, n) => String(n));
  const told = await at(...ids);
  expect(told).toHaveLength(10);
  expect(told.at(-1)).toContain('So it is with 490 more.');
  expect(await at(...ids)).toEqual([]);
});

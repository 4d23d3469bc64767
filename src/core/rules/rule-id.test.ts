import { expect, test } from 'vitest';
import { inPlaceOf, inWorkload } from '../../../test/support/rule-samples.ts';
import { compareRuleIds, derivedRuleId, RULE_ID_FORM } from './rule-id.ts';
import { GLOBAL } from './rule-scope.ts';

test('a rule that is written in a file or a label is known by where it holds and by its name alone', () => {
  const global = derivedRuleId('yaml', { scope: GLOBAL, name: 'a' });
  expect(global).toBe(derivedRuleId('yaml', { scope: { kind: 'global' }, name: 'a' }));
  const ids = [
    global,
    derivedRuleId('label', { scope: GLOBAL, name: 'a' }),
    derivedRuleId('yaml', { scope: GLOBAL, name: 'b' }),
    derivedRuleId('yaml', { scope: inWorkload('web'), name: 'a' }),
    derivedRuleId('yaml', { scope: inWorkload('db'), name: 'a' }),
  ];
  expect(new Set(ids).size).toBe(5);
  for (const id of ids) expect(id).toMatch(RULE_ID_FORM);
  // A rule that begins to stand in the place of another one is still that rule.
  expect(derivedRuleId('yaml', { scope: inPlaceOf('7', 'web'), name: 'a' })).toBe(ids[3]);
  // It is saved with events and mutes, and must not be another one in a later version.
  expect(global).toBe('yaml-1958ef6f7fededf4');
});

test('ids go by number first, and the others by their text', () => {
  const ids = ['yaml-b', '10', 'label-a', '9', 'yaml-a', '1'];
  expect(ids.sort(compareRuleIds)).toEqual(['1', '9', '10', 'label-a', 'yaml-a', 'yaml-b']);
});

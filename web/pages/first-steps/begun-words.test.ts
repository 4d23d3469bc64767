import { expect, test } from 'vitest';
import { begunWords } from './begun-words.ts';

test('where events came before the first trigger it is said that more like them wait for their cooldown', () => {
  expect(begunWords('Everything', undefined, false)).toBe('“Everything” takes every event from now on.');
  expect(begunWords('Everything', undefined, true)).toBe(
    '“Everything” takes every event from now on. Some came before it: more like these are told of once the cooldown of their rule is over, all others at once.',
  );
});

test('the rules that came into force with it are told, and those whose names were taken', () => {
  expect(begunWords('Everything', { added: 8, taken: ['Panic'] }, false)).toBe(
    '“Everything” takes every event from now on. 8 rules are in force. The name “Panic” was taken: the rule that has it is as it was.',
  );
});

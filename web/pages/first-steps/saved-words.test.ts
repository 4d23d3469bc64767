import { expect, test } from 'vitest';
import { savedWords } from './saved-words.ts';

test('where events came before the first trigger it is said that more like them wait for their cooldown', () => {
  expect(savedWords('Everything', false)).toBe('“Everything” takes every event from now on.');
  expect(savedWords('Everything', true)).toBe(
    '“Everything” takes every event from now on. Some came before it: more like these are told of once the cooldown of their rule is over, all others at once.',
  );
});

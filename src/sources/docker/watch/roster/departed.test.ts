import { expect, test } from 'vitest';
import { Departed } from './departed.ts';

test('the departed are known, by what was heard before and after', () => {
  const departed = new Departed();
  departed.add('a', 5);
  expect([departed.has('a'), departed.has('b')]).toEqual([true, false]);
  expect([4, 5, 6].map((mark) => departed.hasSince('a', mark))).toEqual([true, false, false]);
  expect(departed.hasSince('b', 0)).toBe(false);
  departed.delete('a');
  expect(departed.has('a')).toBe(false);
});

test('only so many are kept, and the oldest are forgotten first', () => {
  const departed = new Departed();
  departed.add('first', 1);
  for (let at = 0; at < 4_095; at++) departed.add(String(at), at);
  departed.add('first', 2);
  departed.add('last', 3);
  expect([departed.has('first'), departed.has('0'), departed.has('1'), departed.has('last')]).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

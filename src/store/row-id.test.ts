import { expect, test } from 'vitest';
import { known, rowId } from './row-id.ts';

test('an id is what a database may have given: a whole number from 1 on, as far as numbers are exact', () => {
  expect(['1', '42', '999999999999999', '9007199254740991'].map(rowId)).toEqual([1, 42, 1e15 - 1, 2 ** 53 - 1]);
});

test('any other text is the id of no row', () => {
  for (const text of [
    '',
    '0',
    '01',
    '-1',
    '+1',
    '1e3',
    ' 1',
    '1\n',
    '1.0',
    '0x1',
    '١',
    '9007199254740992',
    '1'.repeat(99),
  ])
    expect(rowId(text)).toBe(0);
});

test('what no statement has told of is asked for in vain, and is not taken for another row', () => {
  const numbers = new Map([['a', 0]]);
  expect(known(numbers, 'a')).toBe(0);
  expect(() => known(numbers, 'b')).toThrow('Nothing is known of "b" by now.');
});

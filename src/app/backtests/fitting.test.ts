import { expect, test } from 'vitest';
import { fitting } from './fitting.ts';

test('as many of the first ones are taken as fit, as they are written in JSON', () => {
  // "é" has two bytes, and a quotation mark is escaped: six bytes each, with the quotation marks around them and a comma.
  const values = ['éa', '"a', 'abc'];
  expect(fitting(values, 18)).toEqual(values);
  expect(fitting(values, 17)).toEqual(['éa', '"a']);
  expect(fitting(values, 11)).toEqual(['éa']);
  expect(fitting(values, 5)).toEqual([]);
  expect(fitting([], 0)).toEqual([]);
});

test('behind one that does not fit none is taken that would', () => {
  expect(fitting(['a'.repeat(100), 'a'], 50)).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { wholeNumber } from './whole-number.ts';

const limit = wholeNumber(1, 500);
const isTaken = (text: unknown): boolean => limit.safeParse(text).success;

describe('a whole number in a query', () => {
  test('is one from the least to the most, and need not be said', () => {
    expect(['1', '007', '500', undefined].map((text) => limit.parse(text))).toEqual([1, 7, 500, undefined]);
  });

  test('is nothing beyond its bounds, and nothing that is written otherwise', () => {
    const others = ['0', '501', '0001', '-1', '+1', '1.5', '1e2', '0x1', ' 1', '1\n', '', 'ten', '٣', 1, null];
    expect(others.filter(isTaken)).toEqual([]);
  });
});

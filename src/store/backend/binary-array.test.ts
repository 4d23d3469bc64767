import { describe, expect, test } from 'vitest';
import { binaryArray } from './binary-array.ts';

describe('a column in binary', () => {
  test('is an array of texts, each by the number of its bytes', () => {
    const words = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25, 0, 0, 0, 2, 0, 0, 0, 1];
    const bytes = [...words, 0, 0, 0, 0, 0, 0, 0, 3, 0xc3, 0xa4, 0x22];
    expect(binaryArray('text', ['', 'ä"'])).toEqual(Buffer.from(bytes));
  });

  test('says whether something is missing, and where', () => {
    const words = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 20, 0, 0, 0, 2, 0, 0, 0, 1];
    const bytes = [...words, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 7];
    expect(binaryArray('bigint', [null, 7])).toEqual(Buffer.from(bytes));
  });

  test.each([0, -1, 2 ** 31, 2 ** 32, -(2 ** 32), -(2 ** 32) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
    'holds each whole number as it is: %d',
    (value) => {
      expect(binaryArray('bigint', [value]).readBigInt64BE(24)).toBe(BigInt(value));
    },
  );

  test.each([0.5, Number.NaN, 2 ** 53])('holds no other number: %d', (value) => {
    expect(() => binaryArray('bigint', [1, value])).toThrow(RangeError);
  });
});

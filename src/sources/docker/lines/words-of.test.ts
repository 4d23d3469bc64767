import { expect, test } from 'vitest';
import { wordsOf } from './words-of.ts';

test('words are those of the array itself, also where it is a part of another, and of the newest array asked for', () => {
  const [first, other] = [Uint8Array.of(9, 9, 1, 2, 3, 4, 5).subarray(2), Uint8Array.of(8, 7, 6, 5)];
  expect(wordsOf(first).getUint32(0)).toBe(0x01020304);
  expect(wordsOf(other).getUint32(0)).toBe(0x08070605);
  expect(wordsOf(first).getUint32(1)).toBe(0x02030405);
  expect(wordsOf(first)).toBe(wordsOf(first));
  expect(() => wordsOf(first).getUint32(2)).toThrow(RangeError);
});

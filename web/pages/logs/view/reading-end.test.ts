import { expect, test } from 'vitest';
import { isAtEndNow } from './reading-end.ts';

const at = (top: number, whole: number) => ({ top, height: 400, whole });

test('somebody reads at the end until they scroll back, and again when they have come there', () => {
  expect(isAtEndNow(true, 600, at(600, 1_000))).toBe(true);
  expect(isAtEndNow(true, 600, at(590, 1_000))).toBe(true);
  expect(isAtEndNow(true, 600, at(500, 1_000))).toBe(false);
  expect(isAtEndNow(false, 500, at(520, 1_000))).toBe(false);
  expect(isAtEndNow(false, 520, at(580, 1_000))).toBe(true);
});

test('lines that turn out to be longer than they looked lead nobody away from the end', () => {
  expect(isAtEndNow(true, 600, at(600, 1_900))).toBe(true);
  expect(isAtEndNow(false, 600, at(600, 1_900))).toBe(false);
});

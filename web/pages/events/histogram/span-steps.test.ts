import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsOf, timeAt } from './span-steps.ts';

const MINUTE_MS = 60_000;
const NOON = Date.parse('2026-11-26T12:00:00.000Z');

test.each([
  [1, 1, 1],
  [60, 1, 60],
  [24 * 60, 30, 48],
  [7 * 24 * 60, 180, 56],
  [30 * 24 * 60, 720, 60],
])('%s minutes are cut into steps of %s minutes, %s of them', (span, minutes, count) => {
  expect(stepsOf(NOON - span * MINUTE_MS, NOON)).toMatchObject({ minutes, count });
});

test('the steps cover the span, whatever it is, and can be told apart', () => {
  const moment = fc.integer({ min: 0, max: NOON });
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const steps = stepsOf(from, to);
      expect(steps.from).toBeLessThanOrEqual(from);
      expect(steps.to).toBeGreaterThanOrEqual(to);
      expect((steps.from / MINUTE_MS) % steps.minutes).toBe(0);
      expect(timeAt(steps, 0)).toBe(steps.from);
      if (to > from) expect(timeAt(steps, 1)).toBe(steps.to);
      // A hundred years have more, as the longest step is a week.
      if (to - from < 365 * 24 * 60 * MINUTE_MS) expect(steps.count).toBeLessThanOrEqual(74);
    }),
  );
});

test('a place in the width is the nearest step', () => {
  const steps = stepsOf(NOON - 60 * MINUTE_MS, NOON);
  expect(timeAt(steps, 0.5)).toBe(NOON - 30 * MINUTE_MS);
  expect(timeAt(steps, 0.508)).toBe(NOON - 30 * MINUTE_MS);
  expect([timeAt(steps, -1), timeAt(steps, 2)]).toEqual([steps.from, steps.to]);
});

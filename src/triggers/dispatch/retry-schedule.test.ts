import { expect, test } from 'vitest';
import { MOST_BETWEEN_FAILURES_MS } from '../../core/deliveries/failing-time.ts';
import { SCHEDULE_MS, waitAfter } from './retry-schedule.ts';

test('waits as the schedule says, up to a fifth more or less, and ends', () => {
  const middle = SCHEDULE_MS.map((_, attempts) => waitAfter(attempts, { random: () => 0.5 }));
  expect(middle.map((ms) => (ms ?? 0) / 1_000)).toEqual([0, 5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000, 36_000]);
  expect(waitAfter(SCHEDULE_MS.length, { random: () => 0.5 })).toBeUndefined();
  expect(waitAfter(SCHEDULE_MS.length - 1, { random: () => 1 })).toBe(MOST_BETWEEN_FAILURES_MS);
  expect([waitAfter(1, { random: () => 0 }), waitAfter(1, { random: () => 0.999_999 })]).toEqual([4_000, 6_000]);
});

test('waits as long as the receiver wants, an hour at most, and never shorter than the schedule', () => {
  const wait = (retryAfterMs: number) => waitAfter(1, { random: () => 0.5, retryAfterMs });
  expect([wait(60_000), wait(0), wait(-5), wait(7 * 86_400_000)]).toEqual([60_000, 5_000, 5_000, 3_600_000]);
});

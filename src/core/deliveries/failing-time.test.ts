import { expect, test } from 'vitest';
import { failingTime, isCounted } from './failing-time.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;

test('what counts from one failure to the next is as much as lies between two attempts, at most, and nothing where the clock was set back', () => {
  const after = (hours: number) => failingTime({ failedAt: NOW, failingMs: 5 * HOUR }, NOW + hours * HOUR) / HOUR;
  expect([after(0), after(3), after(12), after(13), after(500), after(-3)]).toEqual([5, 8, 17, 17, 17, 5]);
  expect(failingTime({ failedAt: null, failingMs: 0 }, NOW)).toBe(0);
});

test('a failure is written down when ten minutes have passed since the last that was, or when the clock was set', () => {
  const after = (minutes: number) => isCounted({ failedAt: NOW, failingMs: 0 }, NOW + minutes * 60_000);
  expect([after(0), after(9), after(10), after(-9), after(-10)]).toEqual([false, false, true, false, true]);
  expect(isCounted({ failedAt: null, failingMs: 0 }, NOW)).toBe(true);
});

import { expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { RateLimit } from './rate-limit.ts';

test('so many at once, and then as many as come back with time', async () => {
  const clock = new ManualClock();
  const limit = new RateLimit({ clock, burst: 3, perSecond: 2 });
  expect([1, 2, 3].map(() => limit.take('a'))).toEqual([0, 0, 0]);
  expect(limit.take('a')).toBe(0.5);
  expect(limit.take('b')).toBe(0);
  await clock.advance(250);
  expect(limit.take('a')).toBe(0.25);
  await clock.advance(250);
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 0.5]);
  await clock.advance(60_000);
  expect([1, 2, 3, 4].map(() => limit.take('a'))).toEqual([0, 0, 0, 0.5]);
});

test('whoever sent the longest ago is forgotten first', () => {
  const limit = new RateLimit({ clock: new ManualClock(), burst: 1, perSecond: 1, mostCallers: 2 });
  expect(['a', 'b', 'c', 'b', 'a'].map((caller) => limit.take(caller))).toEqual([0, 0, 0, 1, 0]);
});

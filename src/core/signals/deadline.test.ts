import { expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { Deadline } from './deadline.ts';

test('a deadline has less left as time passes, and never less than nothing', async () => {
  const clock = new ManualClock();
  const deadline = new Deadline(clock, 1_000);
  await clock.advance(400);
  expect(deadline.leftMs).toBe(600);
  await clock.advance(4_000);
  expect(deadline.leftMs).toBe(0);
});

test('a deadline from a signal on has all its time until that aborts, and begins at once where it has', async () => {
  const [clock, stop] = [new ManualClock(), new AbortController()];
  const deadline = new Deadline(clock, 1_000, stop.signal);
  await clock.advance(5_000);
  expect(deadline.leftMs).toBe(1_000);
  stop.abort();
  await clock.advance(300);
  expect([deadline.leftMs, new Deadline(clock, 1_000, stop.signal).leftMs]).toEqual([700, 1_000]);
});

import { expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { Pace } from './pace.ts';

test('a long work rests as long as it works', async () => {
  const clock = new ManualClock();
  let spent = 0;
  // Time passes while it works, and at no other time by itself.
  const pace = new Pace({ monotonic: () => clock.monotonic() + spent, sleep: (ms, signal) => clock.sleep(ms, signal) });
  const { signal } = new AbortController();
  const work = (ms: number): void =>
    pace.work(() => {
      spent += ms;
    });
  work(6);
  expect(pace.rest(signal)).toBeUndefined();
  work(8);
  let isRested = false;
  const rest = pace.rest(signal)?.then(() => {
    isRested = true;
  });
  await clock.advance(13);
  expect(isRested).toBe(false);
  await clock.advance(1);
  await rest;
  work(6);
  expect(pace.rest(signal)).toBeUndefined();
});

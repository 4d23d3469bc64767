// A clock by which waiting is short: for tests that cannot wait for minutes, although a real engine is on the other side.
import { type Clock, systemClock } from '../../../src/core/clock.ts';

/** Whoever sleeps wakes so many times sooner; all else takes as long as it does. */
export const hastyClock = (times: number): Clock => ({
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(ms / times, signal),
});

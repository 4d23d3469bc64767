import { type Clock, systemClock } from '../../../src/core/clock.ts';

/** A clock by which time goes so many times as fast: what takes ten seconds by it is over sooner. */
export const hurriedClock = (times: number): Clock => ({
  ...systemClock,
  monotonic: () => systemClock.monotonic() * times,
  sleep: (ms, signal) => systemClock.sleep(ms / times, signal),
});

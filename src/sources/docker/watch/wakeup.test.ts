import { expect, test } from 'vitest';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { Wakeup } from './wakeup.ts';

function given() {
  const clock = new ManualClock();
  const [wakeup, stopping, over] = [new Wakeup(clock), new AbortController(), [] as number[]];
  const pause = (ms: number) => void wakeup.pause(ms, stopping.signal).then(() => over.push(clock.monotonic()));
  return { clock, wakeup, stopping, over, pause };
}

test('a pause ends with its time, when woken, or when there is no more use for it', async () => {
  const { clock, wakeup, stopping, over, pause } = given();
  pause(100);
  await clock.advance(150);
  pause(100);
  await clock.advance(10);
  wakeup.wake();
  await clock.advance(0);
  pause(100);
  await clock.advance(10);
  stopping.abort();
  await clock.advance(0);
  expect(over).toEqual([100, 160, 170]);
  expect(clock.sleeping).toBe(0);
});

test('waking when there is no pause ends the next one, and only that', async () => {
  const { clock, wakeup, over, pause } = given();
  wakeup.wake();
  wakeup.wake();
  pause(100);
  await clock.advance(0);
  pause(100);
  await clock.advance(200);
  expect(over).toEqual([0, 100]);
});

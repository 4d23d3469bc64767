import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { SHIPPED_AFTER_A_FALL_MS, ShippingTime } from './shipping-time.ts';

function ending() {
  const [clock, stop] = [new ManualClock(), new AbortController()];
  return { clock, stop, time: new ShippingTime(clock, stop.signal) };
}

describe('what is shipped has at the end', () => {
  test('five seconds, until seven and a half after the request to stop, and a second at least', async () => {
    const { clock, stop, time } = ending();
    stop.abort();
    const left: [atMs: number, leftMs: number][] = [];
    for (const ms of [0, 2_500, 1, 3_999, 1, 1_000, 60_000]) {
      await clock.advance(ms);
      left.push([clock.monotonic(), time.leftMs]);
    }
    expect(left).toEqual([
      [0, 5_000],
      [2_500, 5_000],
      [2_501, 4_999],
      [6_500, 1_000],
      [6_501, 1_000],
      [7_501, 1_000],
      [67_501, 1_000],
    ]);
  });

  test('five seconds where nobody asked, however long the process has run', async () => {
    const { clock, time } = ending();
    await clock.advance(3_600_000);
    expect(time.leftMs).toBe(5_000);
  });

  test('one second where the process has fallen', () => {
    expect(SHIPPED_AFTER_A_FALL_MS).toBe(1_000);
  });
});

import { describe, expect, test } from 'vitest';
import { shipmentTo } from '../../test/support/scripted-destination.ts';
import type { SendResult } from './destination.ts';

const SENT = { outcome: 'sent' } as const;
const BAD_KEY = { outcome: 'refused', words: 'a bad key', kind: '403' } as const;

describe('a destination that refuses one batch after the other', () => {
  test('is asked less and less often, and what comes meanwhile counts as refused', async () => {
    const { take, clock, attempted, sums } = shipmentTo({ script: [BAD_KEY] });
    for (let second = 0; second < 600; second += 1) {
      take(10);
      await clock.advance(1_000);
    }
    expect(attempted.slice(0, 9).map(({ at }) => at / 1_000)).toEqual([0, 1, 2, 3, 5, 9, 17, 33, 65]);
    const waits = attempted.slice(1).map(({ at }, n) => at - (attempted[n]?.at ?? 0));
    expect([Math.max(...waits), attempted.length]).toEqual([60_000, 17]);
    expect(sums()).toEqual({ taken: 6_000, sent: 0, dropped: 6_000, waiting: 0 });
  });

  test('is given everything again as soon as it takes something', async () => {
    const refusals = Array.from({ length: 8 }, () => BAD_KEY);
    const { take, clock, attempted, sums } = shipmentTo({ script: [...refusals, SENT] });
    for (let second = 0; second < 100; second += 1) {
      take(10);
      await clock.advance(1_000);
    }
    // At 0, 1, 2, 3, 5, 9, 17 and 33 it is refused, and at 65 taken.
    expect([attempted.length, sums()]).toEqual([8 + 35, { taken: 1_000, sent: 350, dropped: 650, waiting: 0 }]);
  });

  test('loses nothing but what it refuses where it takes others between', async () => {
    const script = Array.from({ length: 100 }, (_, n): SendResult => (n % 3 < 2 ? BAD_KEY : SENT));
    const { take, clock, attempted } = shipmentTo({ script });
    for (let n = 0; n < 100; n += 1) {
      take(10);
      await clock.advance(10);
    }
    expect(attempted.length).toBe(100);
  });

  test('holds up no end', async () => {
    const { take, attempted, stop, running, sums } = shipmentTo({ script: [BAD_KEY] });
    take(1_000);
    stop();
    await running;
    expect([attempted.length, sums().dropped]).toEqual([3, 1_000]);
  });
});

test('a fault of our own costs the lines of its batch and no more', async () => {
  const broken = (): SendResult => {
    throw new TypeError('no such thing');
  };
  const { take, clock, told, sums } = shipmentTo({ script: [broken, SENT] });
  take(10);
  await clock.advance(0);
  take(10);
  await clock.advance(0);
  expect(told('lost')).toMatchObject([{ lines: 10, reasons: ['refused'], words: expect.stringContaining('no such') }]);
  expect(sums()).toEqual({ taken: 20, sent: 10, dropped: 10, waiting: 0 });
});

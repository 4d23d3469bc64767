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

describe('a destination to which even a single line is too large', () => {
  const LARGE = { outcome: 'too_large', words: 'There answered 413' } as const;

  test('is asked less and less often, with one line for all of a batch in the end, and one warning tells it', async () => {
    const { take, clock, attempted, sums, told } = shipmentTo({ batchLines: 8, script: [LARGE] });
    for (let second = 0; second < 600; second += 1) {
      take(8);
      await clock.advance(1_000);
    }
    // Three batches down to each line, and then one line of those that are tried.
    expect(attempted.slice(0, 15).map(({ lines }) => lines.length)).toEqual([
      8, 4, 2, 1, 1, 2, 1, 1, 4, 2, 1, 1, 2, 1, 1,
    ]);
    const later = attempted.filter(({ at }) => at >= 60_000);
    expect(later.slice(0, 4).map(({ lines }) => lines.length)).toEqual([8, 4, 2, 1]);
    expect(later.length).toBeLessThanOrEqual(4 * 10);
    expect(sums()).toEqual({ taken: 4_800, sent: 0, dropped: 4_800, waiting: 0 });
    expect(told('dropped').every(({ reason }) => reason === 'too_large')).toBe(true);
    const lost = told('lost');
    expect([lost.length, lost.filter(({ isNews }) => isNews).length]).toEqual([11, 1]);
  });

  test('is given everything again as soon as one line is small enough', async () => {
    const unlessSmall = (lines: readonly string[]): SendResult =>
      lines.length === 1 && Number(lines[0]) >= 80 ? SENT : LARGE;
    const { take, clock, sums } = shipmentTo({ batchLines: 8, script: [unlessSmall] });
    for (let second = 0; second < 100; second += 1) {
      take(8);
      await clock.advance(1_000);
    }
    const { sent, dropped } = sums();
    // At 17 s the first line is taken; what came until then is lost.
    expect([sent, dropped]).toEqual([800 - 17 * 8, 17 * 8]);
  });

  test('loses nothing but what is too large where it takes others between', async () => {
    const evenLarge = (lines: readonly string[]): SendResult =>
      lines.some((text) => Number(text) % 2 === 0) ? LARGE : SENT;
    const { take, clock, sums, told } = shipmentTo({ batchLines: 8, script: [evenLarge] });
    for (let n = 0; n < 100; n += 1) {
      take(8);
      await clock.advance(10);
    }
    expect(sums()).toEqual({ taken: 800, sent: 400, dropped: 400, waiting: 0 });
    expect(told('lost').filter(({ isNews }) => isNews).length).toBe(1);
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

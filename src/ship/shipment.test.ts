import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shipmentTo } from '../../test/support/scripted-destination.ts';
import type { SendResult } from './destination.ts';

const SENT = { outcome: 'sent' } as const;
const BUSY = { outcome: 'again', words: 'It is busy.' } as const;
const BAD_KEY = { outcome: 'refused', words: 'a bad key', kind: '403' } as const;
const numbers = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, n) => `${from + n}`);

describe('lines go', () => {
  test('at once when a batch is full, in their order', async () => {
    const { take, clock, attempted } = shipmentTo({ batchLines: 3 });
    take(7);
    await clock.advance(0);
    expect(attempted.map(({ lines }) => lines)).toEqual([numbers(0, 3), numbers(3, 6)]);
  });

  test('at once when the buffer is full, where that is smaller than a batch', async () => {
    const { take, clock, attempted, sums } = shipmentTo({ batchLines: 100, bufferLines: 10 });
    take(10);
    await clock.advance(0);
    expect(attempted.map(({ lines }) => lines)).toEqual([numbers(0, 10)]);
    expect(sums()).toEqual({ taken: 10, sent: 10, dropped: 0, waiting: 0 });
  });

  test('together when the oldest has waited for the interval', async () => {
    const { take, clock, attempted } = shipmentTo();
    await clock.advance(60_000);
    take(1);
    await clock.advance(3_000);
    take(1);
    await clock.advance(1_999);
    expect(attempted).toEqual([]);
    await clock.advance(1);
    expect(attempted).toEqual([{ at: 65_000, lines: ['0', '1'] }]);
  });

  test('no more at once than the bytes that a destination takes, a longer one alone', async () => {
    const { shipment, clock, attempted } = shipmentTo({ batchBytes: 8 });
    for (const text of ['äää', 'b', 'a longer one', 'c']) shipment.take({ id: text, sequence: 1, text });
    await clock.advance(5_000);
    expect(attempted.map(({ lines }) => lines)).toEqual([['äää', 'b'], ['a longer one'], ['c']]);
  });
});

describe('a destination that takes nothing for a while', () => {
  test('is asked again after longer and longer waits, with the same lines before all others', async () => {
    const { take, clock, attempted, sums, told } = shipmentTo({ script: [BUSY, BUSY, BUSY, SENT] });
    take(10);
    await clock.advance(60_000);
    expect(attempted.map(({ at }) => at)).toEqual([0, 500, 1_500, 3_500]);
    expect(new Set(attempted.map(({ lines }) => lines.join()))).toEqual(new Set([numbers(0, 10).join()]));
    expect(sums()).toEqual({ taken: 10, sent: 10, dropped: 0, waiting: 0 });
    expect([told('retried').length, told('lost')]).toEqual([3, []]);
  });

  test('is left alone for as long as it asks', async () => {
    const { take, clock, attempted } = shipmentTo({ script: [{ ...BUSY, waitMs: 120_000 }, SENT] });
    take(10);
    await clock.advance(119_999);
    expect(attempted.length).toBe(1);
    await clock.advance(1);
    expect(attempted.length).toBe(2);
  });

  test('loses lines after so many attempts, and the next ones are tried', async () => {
    const { take, clock, attempted, told, sums } = shipmentTo({ attempts: 3, script: [BUSY, BUSY, BUSY, SENT] });
    take(10);
    await clock.advance(10_000);
    take(2);
    await clock.advance(10_000);
    expect(attempted.map(({ lines }) => lines.length)).toEqual([10, 10, 10, 2]);
    expect(told('dropped')).toEqual([{ destination: 'there', lines: 10, reason: 'given_up' }]);
    expect(told('lost')).toMatchObject([{ lines: 10, reasons: ['given_up'], words: 'It is busy.' }]);
    expect(sums()).toEqual({ taken: 12, sent: 2, dropped: 10, waiting: 0 });
  });

  test('is left alone for as long as it asks, also where the lines are given up that it was asked for', async () => {
    const { take, clock, attempted, sums } = shipmentTo({ attempts: 1, script: [{ ...BUSY, waitMs: 120_000 }, SENT] });
    take(10);
    await clock.advance(0);
    for (let second = 0; second < 119; second += 1) {
      take(1);
      await clock.advance(1_000);
    }
    expect(attempted.map(({ at }) => at)).toEqual([0]);
    await clock.advance(1_000);
    expect(attempted.map(({ at }) => at / 1_000).slice(0, 2)).toEqual([0, 120]);
    await clock.advance(10_000);
    expect(sums()).toEqual({ taken: 129, sent: 119, dropped: 10, waiting: 0 });
  });

  test('is asked less and less often, also where lines are tried but once', async () => {
    const { take, clock, attempted } = shipmentTo({ attempts: 1, script: [BUSY] });
    for (let second = 0; second < 120; second += 1) {
      take(10);
      await clock.advance(1_000);
    }
    const waits = attempted.slice(1).map(({ at }, n) => at - (attempted[n]?.at ?? 0));
    expect(waits).toEqual([1_000, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  test('is asked again as soon as ever after it took something', async () => {
    const { take, clock, attempted } = shipmentTo({ script: [BUSY, BUSY, BUSY, SENT, BUSY, BUSY, SENT] });
    take(10);
    await clock.advance(10_000);
    take(10);
    await clock.advance(10_000);
    expect(attempted.map(({ at }) => at)).toEqual([0, 500, 1_500, 3_500, 10_000, 10_500, 11_500]);
  });

  test.each([
    ['for an hour of answers', BUSY, 'It is busy.'],
    ['for an hour of silence', 'late', 'It was given up.'],
  ] as const)(
    'loses the oldest where too many wait, and says so at once and then once a minute, %s',
    async (_, how, words) => {
      const { take, clock, told, sums, shipment } = shipmentTo({ bufferLines: 20, attempts: 999, script: [how] });
      take(30);
      await clock.advance(0);
      for (let second = 0; second < 3_600; second += 1) {
        take(5);
        await clock.advance(1_000);
      }
      // The batch that is tried again and again, and as many as may wait.
      expect(shipment.depth).toBe(30);
      const lost = told('lost');
      expect(lost.length).toBeGreaterThan(58);
      expect(lost.length).toBeLessThanOrEqual(61);
      const ofAMinute = { lines: 300, reasons: ['buffer_full'], words, isNews: true };
      expect(lost[2]).toEqual({ destination: 'there', ...ofAMinute });
      const { taken, sent, dropped, waiting } = sums();
      expect([sent + dropped + waiting, sent]).toEqual([taken, 0]);
    },
    60_000,
  );

  test('loses the oldest where those that wait are too long together, as many at once as a longer one needs', async () => {
    const { shipment, clock, told, stop, running, attempted } = shipmentTo({
      script: [BUSY, SENT],
      bufferLines: 1_000,
    });
    const MiB = 1024 * 1024;
    let sequence = 0;
    const take = (bytes: number): void => {
      sequence += 1;
      shipment.take({ id: `${sequence}`, sequence, text: `${sequence}`.padEnd(bytes, '.') });
    };
    const dropped = () => told('dropped').reduce((sum, { lines }) => sum + Number(lines), 0);
    take(2 * MiB);
    await clock.advance(0);
    // The first one is under way; those behind it fill all that may wait.
    for (let n = 0; n < 16; n += 1) take(MiB);
    expect([shipment.depth, dropped()]).toEqual([17, 0]);
    take(MiB);
    expect([shipment.depth, dropped()]).toEqual([17, 1]);
    take(5 * MiB);
    expect([shipment.depth, dropped()]).toEqual([13, 6]);
    expect(told('dropped')).toEqual([1, 5].map((lines) => ({ destination: 'there', lines, reason: 'buffer_full' })));
    stop();
    await clock.advance(1_000);
    await running;
    expect([shipment.depth, dropped()]).toEqual([0, 6]);
    const arrived = attempted.slice(1).flatMap(({ lines }) => lines.map((text) => Number.parseInt(text, 10)));
    expect(arrived).toEqual([1, ...Array.from({ length: 12 }, (_, n) => 8 + n)]);
  });

  test('keeps the newest of those that wait', async () => {
    const { take, clock, attempted, stop, running } = shipmentTo({ bufferLines: 20, script: [BUSY, SENT] });
    take(10);
    await clock.advance(0);
    take(25);
    await clock.advance(500);
    stop();
    await running;
    expect(attempted.map(({ lines }) => lines)).toEqual([
      numbers(0, 10),
      numbers(0, 10),
      numbers(15, 25),
      numbers(25, 35),
    ]);
  });
});

describe('lines that are taken in part', () => {
  test('are tried again as far as they may be taken then, and dropped as far as they never will', async () => {
    const partly: SendResult = { outcome: 'partly', again: [1, 3], refused: [2], words: 'mapping' };
    const { take, clock, attempted, told, sums } = shipmentTo({ batchLines: 4, script: [partly, SENT] });
    take(4);
    await clock.advance(5_000);
    expect(attempted.map(({ lines }) => lines)).toEqual([numbers(0, 4), ['1', '3']]);
    expect(told('lost')).toMatchObject([{ lines: 1, reasons: ['refused'], words: 'mapping' }]);
    expect(sums()).toEqual({ taken: 4, sent: 3, dropped: 1, waiting: 0 });
  });

  test('are tried again no sooner than is asked for', async () => {
    const partly: SendResult = { outcome: 'partly', again: [1], refused: [], words: 'busy', waitMs: 70_000 };
    const { take, clock, attempted } = shipmentTo({ script: [partly, SENT] });
    take(10);
    await clock.advance(69_999);
    expect(attempted.length).toBe(1);
    await clock.advance(1);
    expect(attempted.map(({ lines }) => lines.length)).toEqual([10, 1]);
  });

  test('are halved where they are too many, down to the one that is too large', async () => {
    const most = (lines: readonly string[]): SendResult =>
      lines.includes('5') ? { outcome: 'too_large', words: 'too large' } : SENT;
    const { take, clock, attempted, told, sums } = shipmentTo({ batchLines: 8, script: [most] });
    take(8);
    await clock.advance(0);
    expect(attempted.map(({ lines }) => lines.join(''))).toEqual(['01234567', '0123', '4567', '45', '4', '5', '67']);
    expect(told('dropped')).toEqual([{ destination: 'there', lines: 1, reason: 'too_large' }]);
    expect(sums()).toEqual({ taken: 8, sent: 7, dropped: 1, waiting: 0 });
  });
});

describe('at the end', () => {
  test('each line goes as soon as it can once it is near, and those that come meanwhile as well', async () => {
    const { take, clock, attempted, hurry, stop, running, sums } = shipmentTo();
    take(3);
    await clock.advance(10);
    expect(attempted).toEqual([]);
    hurry();
    await clock.advance(0);
    take(2);
    await clock.advance(0);
    await clock.advance(60_000);
    take(1);
    await clock.advance(0);
    expect(attempted.map(({ at, lines }) => [at, lines.join('')])).toEqual([
      [10, '012'],
      [10, '34'],
      [60_010, '5'],
    ]);
    stop();
    await running;
    expect([sums(), clock.sleeping]).toEqual([{ taken: 6, sent: 6, dropped: 0, waiting: 0 }, 0]);
  });

  test('what may pass is tried as often as ever, in the seconds that there are', async () => {
    const { take, clock, attempted, hurry, sums } = shipmentTo({ script: [BUSY, BUSY, BUSY, BUSY, SENT] });
    take(3);
    hurry();
    await clock.advance(5_000);
    expect(attempted.map(({ at }) => at)).toEqual([0, 500, 1_500, 2_500, 3_500]);
    expect(sums()).toEqual({ taken: 3, sent: 3, dropped: 0, waiting: 0 });
  });

  test('nothing waits longer than a second for a destination that wants to be left alone', async () => {
    const { take, clock, attempted, hurry, sums } = shipmentTo({
      ...{ attempts: 1, script: [{ ...BUSY, waitMs: 120_000 }, SENT] },
    });
    take(35);
    await clock.advance(10);
    hurry();
    await clock.advance(1_000);
    expect(attempted.map(({ at }) => at)).toEqual([0, 1_010, 1_010, 1_010]);
    expect(sums()).toEqual({ taken: 35, sent: 25, dropped: 10, waiting: 0 });
  });

  test('a destination that does not let go of what it holds is waited for no longer than a second', async () => {
    const { take, clock, stop, running, sums } = shipmentTo({ letsGo: false });
    take(3);
    stop();
    await clock.advance(1_000);
    await running;
    expect([sums().sent, clock.sleeping]).toEqual([3, 0]);
  });

  test('everything that waits is sent without a wait, also while an attempt is being put off', async () => {
    const { take, clock, attempted, stop, running, sums, closed } = shipmentTo({
      script: [{ ...BUSY, waitMs: 3_600_000 }, BUSY, SENT],
    });
    take(25);
    await clock.advance(10);
    stop();
    await clock.advance(2_000);
    await running;
    expect(attempted.map(({ lines }) => lines.length)).toEqual([10, 10, 10, 10, 5]);
    expect([sums(), closed]).toEqual([{ taken: 25, sent: 25, dropped: 0, waiting: 0 }, ['closed']]);
  });

  test('nothing is waited for longer than some seconds, and what could not be sent is counted and told', async () => {
    const { take, clock, stop, running, sums, told } = shipmentTo({ script: ['silence'] });
    take(25);
    await clock.advance(10);
    stop();
    await clock.advance(5_000);
    await running;
    expect(sums()).toEqual({ taken: 25, sent: 0, dropped: 25, waiting: 0 });
    expect(told('dropped').every(({ reason }) => reason === 'stopped')).toBe(true);
    expect(told('lost')).toMatchObject([{ lines: 25, words: 'The end came before an answer.' }]);
    expect(clock.sleeping).toBe(0);
  });
});

test('whatever becomes of lines, each is sent, dropped or waits', async () => {
  const results: fc.Arbitrary<(lines: readonly string[]) => SendResult> = fc.oneof(
    fc.constant(() => SENT),
    fc.constant(() => BUSY),
    fc.constant(() => BAD_KEY),
    fc.constant((): SendResult => ({ outcome: 'too_large', words: 'large' })),
    fc.func(fc.constantFrom('again', 'refused', 'taken')).map((kindOf) => (lines: readonly string[]): SendResult => {
      const of = (kind: string) => lines.flatMap((line, at) => (kindOf(line) === kind ? [at] : []));
      return { outcome: 'partly', again: of('again'), refused: of('refused'), words: 'in part' };
    }),
  );
  const attempts = fc.record({ afterMs: fc.nat(7_000), answer: results, isHeard: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(results, attempts), { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(30), fc.nat(9_000)), { maxLength: 12 }),
      async (script, steps) => {
        const { take, clock, sums, stop, running, attempted, recorded } = shipmentTo({
          ...{ bufferLines: 25, attempts: 3, script },
        });
        for (const [lines, ms] of steps) {
          take(lines);
          const { taken, sent, dropped, waiting } = sums();
          expect(sent + dropped + waiting).toBe(taken);
          await clock.advance(ms);
        }
        // The last lines, as they come while something is on its way, or a batch is just being cut.
        take(7);
        stop();
        await clock.advance(5_000);
        await running;
        const { taken, sent, dropped, waiting } = sums();
        expect([sent + dropped, waiting]).toEqual([taken, 0]);
        const told = recorded
          .filter(({ what }) => what === 'lost')
          .reduce((sum, one) => sum + Number(one.details.lines), 0);
        expect(told).toBe(dropped);
        expect(attempted.every(({ lines }) => lines.length > 0 && lines.length <= 10)).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);

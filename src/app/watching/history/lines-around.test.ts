import { describe, expect, test } from 'vitest';
import { at, lineBatch } from '../../../../test/support/line-batch.ts';
import { LineJoiner } from '../../../core/joining/line-joiner.ts';
import { compareStamps } from '../../../core/lines/stamp.ts';
import type { HistoryRead } from './history-read.ts';
import { LineSearch } from './line-search.ts';
import { type AroundOptions, linesAround } from './lines-around.ts';

const HOUR_MS = 3_600_000;
const EVENT = { message: 'fatal', metadata: { stream: 'stdout', line_at: '2026-01-01T00:00:00.000Z' } };

/** How a reading goes: up to a line of this time, and with this end. */
interface Reading {
  readonly upTo?: number;
  readonly end?: HistoryRead;
}

/** A log with lines at these times, in milliseconds from the event's own; it is read once for each reading, and then to its end. */
function given(times: readonly number[], ...readings: readonly Reading[]) {
  const texts = times.map((ms) => ({ text: ms === 0 ? 'fatal' : String(ms), at: at(ms) }));
  const taken: number[] = [];
  const histories: AroundOptions['histories'] = {
    async read(_, { since }, { taker, signal }) {
      const { upTo = Number.POSITIVE_INFINITY, end = { how: 'complete' } } = readings[taken.length] ?? {};
      const from = typeof since === 'number' ? at(-since) : since;
      const own = texts.filter((line, n) => compareStamps(line.at, from) >= 0 && (times[n] ?? 0) <= upTo);
      const nth = taken.push(0) - 1;
      for (const line of own) {
        if (signal.aborted) return { how: 'closed' };
        taker.lines(lineBatch([line]));
        taken[nth] = (taken[nth] ?? 0) + 1;
      }
      return end;
    },
  };
  const find = async (count: number) => {
    // Nothing of a container is looked at here.
    const asked = { histories, container: {} as AroundOptions['container'], event: EVENT, count };
    const { lines, ...how } = await linesAround({ ...asked, signal: new AbortController().signal });
    return { ...how, texts: lines.map(({ text }) => text) };
  };
  return { find, taken };
}

const FAILED: HistoryRead = { how: 'unread', why: 'The engine is away.' };

describe('the lines around an event', () => {
  test('are read no further than they are wanted, or the line can be', async () => {
    const found = given([-10, 0, 1, 2, 3]);
    expect(await found.find(1)).toEqual({ state: 'found', why: null, texts: ['-10', 'fatal', '1'] });
    expect(found.taken).toEqual([3]);
    const gone = given([-10, 1_000, 2_001, 3_000, 4_000]);
    expect(await gone.find(20)).toMatchObject({ state: 'not_there', texts: [] });
    expect(gone.taken).toEqual([3]);
  });

  test('are unread, and not gone, where their log was not read as far as the line', async () => {
    expect(await given([-2, -1, 0], { upTo: -1, end: { how: 'closed' } }).find(2)).toEqual({
      ...{ state: 'unread', why: expect.stringContaining('took too long'), texts: [] },
    });
    expect(await given([-2, -1, 0], { upTo: -1, end: FAILED }).find(2)).toEqual({
      ...{ state: 'unread', why: FAILED.why, texts: [] },
    });
  });

  test('are those that were found, with what is missing, where looking further back fails', async () => {
    const times = [-2 * HOUR_MS, -90_000, -1, 0, 1, 2];
    const whole = await given(times).find(2);
    expect(whole).toEqual({ state: 'found', why: null, texts: ['-90000', '-1', 'fatal', '1', '2'] });
    for (const second of [FAILED, { how: 'closed' }] as const) {
      const { find } = given(times, {}, { upTo: -80_000, end: second });
      expect(await find(2)).toEqual({ state: 'found', why: expect.any(String), texts: ['-1', 'fatal', '1', '2'] });
    }
    // It came past the line, and not to the end of those behind it.
    const { find } = given(times, {}, { upTo: 1, end: FAILED });
    expect(await find(2)).toEqual({ state: 'found', why: FAILED.why, texts: ['-90000', '-1', 'fatal', '1', '2'] });
  });

  test('are found however lines are joined now, and were when the event was told', async () => {
    const joiner = new LineJoiner();
    joiner.take(
      lineBatch([
        { text: 'fatal', at: at(0) },
        { text: ' at x', at: at(1) },
      ]),
    );
    const joined = joiner.close();
    const apart = lineBatch([{ text: 'fatal', at: at(0) }]);
    for (const batch of [joined, apart])
      for (const message of ['fatal', 'fatal\n at x']) {
        const search = new LineSearch({ ...EVENT, message }, 1);
        search.take(batch);
        expect(search.meant.map(({ text }) => text)).toEqual([batch === joined ? 'fatal\n at x' : 'fatal']);
      }
    const search = new LineSearch({ ...EVENT, message: 'fatal\n at y' }, 1);
    search.take(lineBatch([{ text: 'fatality', at: at(0) }]));
    expect(search.isFound).toBe(false);
  });

  test('before it are of one day at most', async () => {
    const { find } = given([-24 * HOUR_MS - 1, -24 * HOUR_MS, 0]);
    expect(await find(5)).toEqual({ state: 'found', why: null, texts: [String(-24 * HOUR_MS), 'fatal'] });
  });
});

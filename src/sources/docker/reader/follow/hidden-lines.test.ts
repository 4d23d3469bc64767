import { expect, test } from 'vitest';
import { ManualClock } from '../../../../../test/support/manual-clock.ts';
import type { Stamp } from '../../../../core/lines/stamp.ts';
import { Cursor } from '../../cursor/cursor.ts';
import type { RawLine } from '../../lines/raw-line.ts';
import { watchForHidden } from './hidden-lines.ts';

const EVER = { seconds: 0, nanos: 0 };
const line = (seconds: number, hash1 = 1): RawLine => ({
  ...{ bytes: new Uint8Array(0), from: 0, end: 0, seconds, nanos: 5, stream: 1, hash1, hash2: 0, truncated: false },
});

/** A line of second 100 came before the stream was opened; the engine’s newest record has the other stamp. */
function opened(newest: RawLine | undefined) {
  const clock = new ManualClock();
  const cursor = new Cursor({ starts: { stdout: EVER, stderr: EVER } }, { coarse: false, openSince: () => undefined });
  cursor.add(line(100), 0);
  const lost: { from: Stamp | undefined; to: Stamp }[] = [];
  const { signal } = new AbortController();
  const options = { clock, cursor, signal, isPaused: () => false, newestRecord: async () => newest };
  void watchForHidden({ ...options, tell: (span) => lost.push(span) });
  return { clock, cursor, lost };
}

test('the newest record is missed as soon as later lines come without it', async () => {
  const { clock, cursor, lost } = opened(line(107));
  await clock.advance(0);
  cursor.add(line(108), 0);
  await clock.advance(1_000);
  expect(lost).toEqual([{ from: { seconds: 100, nanos: 5 }, to: { seconds: 107, nanos: 5 } }]);
});

test('the last piece of a long line is not missed when that line came', async () => {
  const { clock, cursor, lost } = opened(line(107, 2));
  await clock.advance(0);
  cursor.add(line(107, 3), 0);
  cursor.add(line(108), 0);
  await clock.advance(20_000);
  expect(lost).toEqual([]);
});

test('what a busy container’s cursor has forgotten is not missed', async () => {
  const { clock, cursor, lost } = opened(line(101));
  await clock.advance(0);
  for (let second = 102; second < 300; second++) cursor.add(line(second), 0);
  await clock.advance(20_000);
  expect(lost).toEqual([]);
});

test('nothing is missed when the newest record has come or is none that anybody wants', async () => {
  const { clock, lost } = opened(undefined);
  await clock.advance(20_000);
  expect(lost).toEqual([]);
});

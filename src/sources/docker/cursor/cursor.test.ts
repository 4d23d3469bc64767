import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STDERR, STDOUT, type StreamNumber } from '../../../core/lines/line-batch.ts';
import type { PositionChange, SavedPosition } from '../../../core/lines/reading.ts';
import { compareStamps, type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import type { RawLine } from '../lines/raw-line.ts';
import { Cursor } from './cursor.ts';
import type { CursorState } from './cursor-state.ts';
import { restoreCursor, SavedCursor } from './saved-cursor.ts';

const EVER = { seconds: 0, nanos: 0 };
const FINE = { coarse: false, openSince: () => undefined };

/** A line so many ms after a fixed moment; equal names are equal contents. */
function line(ms: number, { stream = STDOUT, name = 0 }: { stream?: StreamNumber; name?: number } = {}): RawLine {
  const stamp = stampAfter({ seconds: 1_790_000_000, nanos: 0 }, ms);
  return { ...stamp, stream, hash1: name, hash2: 7, bytes: new Uint8Array(), from: 0, end: 0, truncated: false };
}

const cursorFromBeginning = (state: Partial<CursorState> = {}): Cursor =>
  new Cursor({ starts: { stdout: EVER, stderr: EVER }, ...state }, FINE);

function saved(before: SavedPosition | undefined, change: PositionChange | undefined): SavedPosition {
  if (change === undefined) return before ?? { head: '', tail: new Uint8Array(), tailFrom: 0 };
  const kept = before?.tail ?? new Uint8Array();
  const from = before?.tailFrom ?? change.appendedFrom;
  expect(from + kept.length).toBe(change.appendedFrom);
  const all = Uint8Array.from([...kept, ...change.appended]);
  return { head: change.head, tail: all.subarray(change.keepFrom - from), tailFrom: change.keepFrom };
}

describe('a cursor', () => {
  test('that has read nothing asks from the beginning, or from where its streams begin', () => {
    expect(cursorFromBeginning().since()).toBeUndefined();
    const [first, second] = [line(0), line(5_000)];
    const cursor = new Cursor({ starts: { stdout: second, stderr: first } }, FINE);
    expect(cursor.since()).toMatchObject({ seconds: first.seconds });
  });

  test('knows the lines that it was given, by content, stream and stamp', () => {
    const cursor = cursorFromBeginning();
    cursor.add(line(1_000, { name: 1 }), 0);
    expect(cursor.knows(line(1_000, { name: 1 }), 0)).toBe(true);
    expect(cursor.knows(line(1_000, { name: 2 }), 0)).toBe(false);
    expect(cursor.knows(line(1_000, { name: 1, stream: STDERR }), 0)).toBe(false);
    expect(cursor.knows(line(999, { name: 1 }), 0)).toBe(false);
    expect(cursor.knows(line(1_000, { name: 1 }), 1)).toBe(false);
  });

  test('knows lines whose stamps are beyond what 32 bits hold, and saved ones, too', () => {
    const late = (seconds: number): RawLine => ({ ...line(0, { name: 1 }), seconds });
    const cursor = cursorFromBeginning();
    const saving = new SavedCursor(cursor);
    const seconds = [4_294_967_295, 4_294_967_296, 253_402_300_799];
    for (const second of seconds) cursor.add(late(second), 0);
    const position = saved(undefined, saving.take());
    for (const one of [cursor, restoreCursor(position, FINE)]) {
      // The ring holds the last two seconds alone.
      expect(seconds.map((second) => one?.knows(late(second), 0))).toEqual([false, false, true]);
      expect(one?.knows(late(253_402_300_799 - 2 ** 32), 0)).toBe(false);
      expect(one?.knows(late(253_402_300_799), 1)).toBe(false);
      expect(one?.ring.oldest().seconds).toBe(253_402_300_799);
    }
  });

  test('takes time that grows with the lines, also where all of them have one stamp', () => {
    const at = line(0);
    const cursor = cursorFromBeginning();
    const spent = (lines: number): number => {
      const begun = performance.now();
      for (let i = 0; i < lines; i++) {
        const one: RawLine = { ...at, hash1: i, stream: i % 2 === 0 ? STDOUT : STDERR };
        if (!cursor.knows(one, 0)) cursor.add(one, 0);
      }
      return performance.now() - begun;
    };
    // A walk over all lines of the moment would take many times as long.
    expect(spent(20_000)).toBeLessThan(3_000);
    expect(cursor.ring.count).toBe(20_000);
    const equal = (ordinal: number): boolean => cursor.knows({ ...at, hash1: 9 }, ordinal);
    for (let ordinal = 0; ordinal < 50_000; ordinal++) cursor.add({ ...at, hash1: 9 }, ordinal);
    expect([equal(0), equal(49_999), equal(50_000)]).toEqual([true, true, false]);
  });

  test('asks again for two seconds, for streams are written out of order', () => {
    const cursor = cursorFromBeginning();
    cursor.add(line(10_000), 0);
    expect(cursor.since()).toMatchObject(stampAfter(line(10_000), -2_000));
  });

  test('of an engine with whole seconds asks from the beginning of a second', () => {
    const cursor = new Cursor({ starts: { stdout: EVER, stderr: EVER } }, { ...FINE, coarse: true });
    cursor.add(line(10_700), 0);
    expect(cursor.since()).toEqual({ seconds: line(5_000).seconds, nanos: 0 });
  });

  test('knows a line that was ended too early by its moment alone', () => {
    const cursor = cursorFromBeginning();
    cursor.add(line(5, { name: 1 }), 0, true);
    expect(cursor.knows(line(5, { name: 2 }), 0)).toBe(true);
    expect(cursor.knows(line(5, { name: 2, stream: STDERR }), 0)).toBe(false);
    expect(cursor.knowsMoment(line(5, { name: 3 }))).toBe(true);
    expect(cursor.knowsMoment(line(6))).toBe(false);
    for (let i = 0; i < 100; i++) cursor.add(line(5_000 + i * 100, { name: i }), 0);
    cursor.prune();
    expect(cursor.ring.count).toBeLessThan(30);
    expect(cursor.knows(line(5, { name: 2 }), 0)).toBe(false);
  });

  test('wants the lines of a stream from the moment on at which it was wanted', () => {
    const cursor = new Cursor({ starts: { stdout: line(100), stderr: undefined } }, FINE);
    expect([line(99), line(100), line(101, { stream: STDERR })].map((one) => cursor.wants(one))).toEqual([
      false,
      true,
      false,
    ]);
    cursor.want({ stdout: true, stderr: true }, line(500));
    expect(
      [line(100), line(499, { stream: STDERR }), line(500, { stream: STDERR })].map((one) => cursor.wants(one)),
    ).toEqual([true, false, true]);
    cursor.want({ stdout: false, stderr: true }, line(900));
    expect([line(1_000), line(500, { stream: STDERR })].map((one) => cursor.wants(one))).toEqual([false, true]);
  });

  test('holds no more entries than its bound, and still every line of the last 250 ms', () => {
    const cursor = cursorFromBeginning();
    for (let i = 0; i < 100_000; i++) cursor.add(line(i / 100, { name: i }), 0);
    cursor.prune();
    expect(cursor.ring.count).toBeLessThan(30_000);
    expect(compareStamps(cursor.since() ?? EVER, stampAfter(line(999.99), -250))).toBeLessThanOrEqual(0);
    expect(cursor.knows(line(750, { name: 75_000 }), 0)).toBe(true);
  });

  test('forgets nothing from where an unfinished line began, up to its bound', () => {
    let open: Stamp | undefined = line(0);
    const cursor = new Cursor({ starts: { stdout: EVER, stderr: EVER } }, { coarse: false, openSince: () => open });
    for (let i = 0; i < 1_000; i++) cursor.add(line(i * 100, { name: i }), 0);
    expect(cursor.ring.count).toBe(1_000);
    expect(cursor.isOverfull()).toBe(false);
    for (let i = 0; i < 1 << 18; i++) cursor.add(line(100_000 + i, { name: i }), 0);
    expect(cursor.isOverfull()).toBe(true);
    open = undefined;
    cursor.prune();
    expect(cursor.ring.count).toBeLessThan(3_000);
  });

  test('forgets nothing of what was asked for, until the answer has come to something new', () => {
    let asked: Stamp | undefined;
    const options = { ...FINE, askedSince: () => asked };
    const cursor = new Cursor({ starts: { stdout: EVER, stderr: EVER } }, options);
    const lines = Array.from({ length: 70_000 }, (_, i) => line(i / 100, { name: i }));
    for (const one of lines) cursor.add(one, 0);
    asked = cursor.since();
    const mayCome = lines.filter((one) => compareStamps(one, asked ?? EVER) >= 0);
    cursor.prune();
    expect(mayCome.length).toBeGreaterThan(30_000);
    expect(mayCome.filter((one) => !cursor.knows(one, 0))).toEqual([]);
    asked = undefined;
    cursor.prune();
    expect(cursor.ring.count).toBeLessThan(30_000);
  });

  test('costs no more a line beyond its bound, where all lines have few seconds', { timeout: 20_000 }, () => {
    const cursor = new Cursor({ starts: { stdout: EVER, stderr: EVER } }, { coarse: true, openSince: () => undefined });
    // More than a hundred times as long as this, where each line had the whole ring looked through.
    for (let i = 0; i < (1 << 18) + 100_000; i++)
      cursor.add(line(100_000 + 1_000 * Math.floor(i / 150_000), { name: i }), 0);
    expect(cursor.ring.count).toBe(1 << 18);
  });

  test('follows a clock that goes back, and is as before when it has caught up', () => {
    const cursor = cursorFromBeginning();
    for (let i = 0; i < 200; i++) cursor.add(line(i * 100, { name: i }), 0);
    cursor.add(line(9_000, { name: 999 }), 0);
    expect(cursor.isStepped).toBe(true);
    expect(cursor.newest).toMatchObject({ seconds: line(9_000).seconds });
    expect(compareStamps(cursor.since() ?? EVER, line(9_000))).toBeLessThan(0);
    cursor.add(line(19_950), 0);
    expect(cursor.isStepped).toBe(false);
  });

  test('of a very busy container takes a line that is late for one, not for a clock that goes back', () => {
    const cursor = cursorFromBeginning();
    const lines = Array.from({ length: 100_000 }, (_, i) => line(i / 100, { name: i }));
    for (const one of lines) cursor.add(one, 0);
    cursor.prune();
    const late = line(500, { stream: STDERR, name: 1 });
    expect(cursor.isBehind(late)).toBe(true);
    cursor.add(late, 0);
    expect([cursor.isStepped, cursor.newest]).toEqual([false, stampAfter(line(999), 0.99)]);
    const since = cursor.since() ?? EVER;
    expect(lines.filter((one) => compareStamps(one, since) >= 0 && !cursor.knows(one, 0))).toEqual([]);
    expect(cursor.knows(late, 0)).toBe(true);
  });
});

describe('what is saved of a cursor', () => {
  test('is nothing when nothing changed', () => {
    const follower = new SavedCursor(cursorFromBeginning());
    expect(follower.take()).toBeDefined();
    expect(follower.take()).toBeUndefined();
    follower.cursor.add(line(1), 0);
    expect(follower.take()?.appended).toHaveLength(20);
    expect(follower.take()).toBeUndefined();
  });

  test('makes, wherever it was taken, a cursor that knows and asks the same', () => {
    const steps = fc.array(
      fc.record({ gap: fc.integer({ min: -60, max: 900 }), take: fc.boolean(), reopen: fc.boolean() }),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        let follower = new SavedCursor(cursorFromBeginning());
        let position = saved(undefined, follower.take());
        let at = 100_000;
        for (const [name, { gap, take, reopen }] of all.entries()) {
          at += gap;
          follower.cursor.add(line(at, { name, stream: name % 3 === 0 ? STDERR : STDOUT }), 0);
          if (name % 4 === 1)
            follower.cursor.runEnds.add({ stdout: { seconds: at, nth: name, hash1: 7, hash2: 2 ** 32 - 1 } });
          if (take || reopen) position = saved(position, follower.take());
          if (!reopen) continue;
          const restored = restoreCursor(position, FINE);
          if (restored === undefined) throw new Error('not restored');
          expect(restored.state).toEqual(follower.cursor.state);
          expect(restored.since()).toEqual(follower.cursor.since());
          expect(restored.ring.encode(restored.ring.first)).toEqual(
            follower.cursor.ring.encode(follower.cursor.ring.first),
          );
          follower = new SavedCursor(restored, position);
        }
      }),
    );
  });

  test('of another version is not taken for ours', () => {
    const tail = new Uint8Array();
    for (const head of ['', '{"v":2}', 'null', '[]'])
      expect(restoreCursor({ head, tail, tailFrom: 0 }, FINE)).toBeUndefined();
  });
});

test('whatever the order within two seconds, every line that may come again is known', () => {
  const disorder = fc.array(fc.integer({ min: 0, max: 240 }), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(disorder, (late) => {
      const cursor = cursorFromBeginning();
      const lines = late.map((by, i) => line(i * 20 - by, { name: i }));
      for (const one of lines) cursor.add(one, 0);
      cursor.prune();
      const since = cursor.since() ?? EVER;
      for (const one of lines) if (compareStamps(one, since) >= 0) expect(cursor.knows(one, 0)).toBe(true);
    }),
  );
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ReadKind } from './crowd-rest.ts';
import type { RoundReader } from './crowd-rounds.ts';
import { type PaceOptions, ReadPace } from './read-pace.ts';
import { type LoudReader, ReadTurns } from './read-turns.ts';

const LINE_BYTES = 250;
/** What a Unix socket holds, and what a line takes of it. */
const [SOCKET_BYTES, LINE_TAKES] = [212_992, 1_280];

describe('the pace of reading', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('lets reads that follow each other at once rest for a millisecond, and never a lone one', () => {
    const { readLines, reading } = paced();
    readLines(1);
    vi.advanceTimersByTime(5);
    readLines(1);
    expect(reading()).toBe(true);
    readLines(1);
    expect(reading()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(reading()).toBe(true);
  });

  test('never delays the lines of a container that writes one every few milliseconds', () => {
    const { readLines } = paced();
    for (let times = 0; times < 100; times += 1) {
      expect(readLines(1)).toBe(true);
      vi.advanceTimersByTime(3);
    }
  });

  test('never delays what a container writes by itself, however long it is', () => {
    const { read } = paced();
    for (let times = 0; times < 100; times += 1) {
      expect(read(20_000, 2)).toBe(true);
      vi.advanceTimersByTime(3);
    }
  });

  test('rests though a read came late, when it brings more than a line', () => {
    const { readLines } = paced();
    expect(readLines(20)).toBe(false);
  });

  test('goes on resting while more arrives soon after each rest, and stops when it does not', () => {
    const { rest, readLines } = busy(() => 1);
    for (let times = 0; times < 5; times += 1) expect(rest()).toBeGreaterThan(0);
    vi.advanceTimersByTime(20);
    expect(readLines(1)).toBe(true);
    vi.advanceTimersByTime(3);
    expect(readLines(1)).toBe(true);
  });

  test('goes on resting while a line comes in less time than the rest took', () => {
    const { rest, readLines } = busy((ms) => ms * 5);
    for (let times = 0; times < 10; times += 1) rest();
    vi.advanceTimersByTime(5);
    expect(readLines(1)).toBe(false);
  });

  test('does not rest when a read brought plenty', () => {
    const { readLines, read, turn } = paced();
    readLines(1);
    read(100_000, 7);
    expect(turn()).toBe(true);
  });

  test('reads a socket that brought plenty, or took long, once in a turn of the loop', () => {
    for (const tookMs of [0, 2]) {
      const { read, reading, turn } = paced();
      vi.advanceTimersByTime(10);
      expect(read(tookMs > 0 ? LINE_BYTES : 100_000, 1, tookMs)).toBe(false);
      vi.advanceTimersByTime(10);
      expect(reading()).toBe(false);
      expect(turn()).toBe(true);
    }
  });

  test('takes what comes while it waits for its turn, and waits on', () => {
    const { read, readLines, reading, turn } = paced();
    read(100_000, 7);
    expect(readLines(1)).toBe(false);
    vi.advanceTimersByTime(10);
    expect(reading()).toBe(false);
    expect(turn()).toBe(true);
  });

  test('has no turn while a pause lasts, and comes to one after it', () => {
    const { pace, read, reading, turn } = paced();
    read(100_000, 7);
    pace.pause();
    expect(turn()).toBe(false);
    pace.resume();
    expect(reading()).toBe(false);
    expect(turn()).toBe(true);
  });

  test('has no turn after it was stopped', () => {
    const { pace, read, turn } = paced();
    read(100_000, 7);
    pace.stop();
    expect(turn()).toBe(false);
  });

  test('is held when the time of the turn is over before it was read in it', () => {
    const { turns, read, reading, turn } = paced();
    read(100_000, 7);
    const other: LoudReader = { go() {}, hold() {} };
    expect(turn()).toBe(true);
    turns.hadMuch(other, 10);
    expect(reading()).toBe(false);
    expect(turn()).toBe(true);
  });

  test('rests each time twice as long, and at most eight milliseconds', () => {
    const { rest } = busy((ms) => ms * 5);
    expect(Array.from({ length: 7 }, rest)).toEqual([1, 2, 4, 8, 8, 8, 8]);
  });

  test('begins anew with the shortest rest after a lone read and after plenty', () => {
    for (const interrupt of ['lone', 'plenty'] as const) {
      const { rest, read, turn } = busy((ms) => ms * 5);
      for (let times = 0; times < 10; times += 1) rest();
      if (interrupt === 'lone') vi.advanceTimersByTime(20);
      if (interrupt === 'lone') read(LINE_BYTES, 1);
      else read(100_000, 7);
      expect(turn()).toBe(true);
      expect(rest()).toBe(1);
    }
  });

  test.each([1, 5, 10, 20, 40, 80])('never makes an engine wait that writes %i lines a millisecond', (linesAMs) => {
    const { rest } = busy((ms) => Math.max(1, Math.round(ms * linesAMs)));
    for (let times = 0; times < 50; times += 1) {
      const lines = rest() * linesAMs;
      expect(lines * LINE_TAKES).toBeLessThanOrEqual(SOCKET_BYTES);
    }
  });

  test('is at the shortest rest again at most five rests after a flood has begun, although the engine waits meanwhile', () => {
    let isFlood = false;
    const { rest } = busy((ms) => (isFlood ? Math.floor(SOCKET_BYTES / LINE_TAKES) : ms * 5));
    for (let times = 0; times < 10; times += 1) rest();
    isFlood = true;
    for (let times = 0; times < 5; times += 1) rest();
    expect(Array.from({ length: 20 }, rest)).toEqual(Array(20).fill(1));
  });

  test('does not rest where it wakes up so late that the engine waits for it', () => {
    const { readLines } = busy(() => 100);
    const socketful = Math.floor(SOCKET_BYTES / LINE_TAKES);
    expect(readLines(socketful)).toBe(false);
    vi.advanceTimersByTime(12);
    expect(readLines(socketful)).toBe(true);
    vi.advanceTimersByTime(12);
    expect(readLines(socketful / 4)).toBe(false);
  });

  test('keeps a pause that was asked for, also over a rest', () => {
    const { pace, readLines, reading } = paced();
    readLines(1);
    readLines(1);
    pace.pause();
    vi.advanceTimersByTime(10);
    expect(reading()).toBe(false);
    pace.resume();
    expect(reading()).toBe(true);
  });

  test('does not end a rest early when a pause ends in it', () => {
    const { pace, readLines, reading } = paced();
    readLines(1);
    readLines(1);
    pace.pause();
    pace.resume();
    expect(reading()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(reading()).toBe(true);
  });

  test('tells what kind of read it was: a lone one, one of a steady stream, or one of an engine that will soon have to wait', () => {
    const { read, readLines, told } = paced();
    for (const lines of [1, 8]) {
      vi.advanceTimersByTime(10);
      readLines(lines);
    }
    vi.advanceTimersByTime(10);
    read(100_000, 80);
    expect(told).toEqual(['lone', 'steady', 'busy']);
  });

  describe('as one of a crowd', () => {
    const crowd = { isWorthIt: () => true, waiting: new Set<RoundReader>() };
    const rounds = {
      isWorthIt: () => crowd.isWorthIt(),
      wait: (reader: RoundReader) => void crowd.waiting.add(reader),
      leave: (reader: RoundReader) => void crowd.waiting.delete(reader),
    };
    const round = () => {
      const readers = [...crowd.waiting];
      crowd.waiting.clear();
      for (const reader of readers) reader.go();
    };
    beforeEach(() => {
      crowd.isWorthIt = () => true;
      crowd.waiting.clear();
    });

    test('waits for its round after a lone line, and after what the round brought at once', () => {
      const { readLines, reading, told } = paced(rounds);
      for (const lines of [1, 3, 6]) {
        expect(readLines(lines)).toBe(false);
        vi.advanceTimersByTime(300);
        expect(reading()).toBe(false);
        round();
        expect(reading()).toBe(true);
      }
      // The process does not rest for it besides.
      expect(told).not.toContain('lone');
    });

    test('says for how long what a round brings may have been there, and of nothing else', () => {
      const { pace, readLines } = paced(rounds);
      const waited = (count = LINE_BYTES) => pace.waitedMs(count, performance.now());
      expect(waited()).toBe(0);
      readLines(1);
      // Some of what it had read before may still come.
      expect(waited()).toBe(0);
      vi.advanceTimersByTime(300);
      round();
      expect([waited(), waited(60_000)]).toEqual([300, 0]);
      vi.advanceTimersByTime(10);
      expect(waited()).toBe(310);
      vi.advanceTimersByTime(50);
      expect(waited()).toBe(0);
    });

    test('does not take a pause for a round', () => {
      const { pace, readLines } = paced(rounds);
      readLines(1);
      pace.pause();
      round();
      vi.advanceTimersByTime(10_000);
      pace.resume();
      expect(pace.waitedMs(LINE_BYTES, performance.now())).toBe(0);
    });

    test('is read at once again when waiting is not worth it any more', () => {
      const { readLines } = paced(rounds);
      readLines(1);
      round();
      vi.advanceTimersByTime(10);
      crowd.isWorthIt = () => false;
      expect(readLines(1)).toBe(true);
      expect(crowd.waiting.size).toBe(0);
    });

    test('waits for no round when it is busy, or brought plenty', () => {
      for (const [count, pieces] of [
        [20 * LINE_BYTES, 20],
        [100_000, 2],
      ] as const) {
        const { read } = paced(rounds);
        read(count, pieces);
        expect(crowd.waiting.size).toBe(0);
      }
    });

    test('keeps a pause that was asked for, also over a round', () => {
      const { pace, readLines, reading } = paced(rounds);
      readLines(1);
      pace.pause();
      round();
      expect(reading()).toBe(false);
      pace.resume();
      expect(reading()).toBe(true);
    });

    test('does not wait on after it was stopped', () => {
      const { pace, readLines } = paced(rounds);
      readLines(1);
      pace.stop();
      expect(crowd.waiting.size).toBe(0);
    });
  });

  test('wakes nobody after it was stopped', () => {
    const { pace, readLines, reading } = paced();
    readLines(1);
    readLines(1);
    pace.stop();
    vi.advanceTimersByTime(10);
    expect(reading()).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});

interface Paced {
  readonly pace: ReadPace;
  /** The socket brings so many bytes in so many pieces; the answer is whether it goes on reading. */
  readonly read: (count: number, pieces: number, tookMs?: number) => boolean;
  readonly readLines: (lines: number) => boolean;
  readonly reading: () => boolean;
  /** The loop turns; the answer is the same. */
  readonly turn: () => boolean;
  readonly turns: ReadTurns;
  /** The crowd that it belongs to is told this. */
  readonly told: readonly ReadKind[];
}

function paced(rounds?: PaceOptions['rounds']): Paced {
  let reading = true;
  // Only whether the socket reads matters here; what it returns is not used.
  const socket = {
    pause() {
      reading = false;
      return socket as never;
    },
    resume() {
      reading = true;
      return socket as never;
    },
  };
  // Past the moment in which the pace began.
  vi.advanceTimersByTime(10);
  const told: ReadKind[] = [];
  const scheduled: (() => void)[] = [];
  const turns = new ReadTurns((then) => void scheduled.push(then));
  const pace = new ReadPace(socket, { crowd: { read: (_, kind) => void told.push(kind) }, turns, rounds });
  const read = (count: number, pieces: number, tookMs = 0): boolean => {
    if (!pace.mayGoOn(count, pieces, performance.now() - tookMs)) reading = false;
    return reading;
  };
  const turn = (): boolean => {
    for (const then of scheduled.splice(0)) then();
    return reading;
  };
  const readLines = (lines: number): boolean => read(lines * LINE_BYTES, lines);
  return { pace, read, readLines, reading: () => reading, turn, turns, told };
}

/** A stream that is always busy: a rest of so many milliseconds brings so many lines, and without one a line comes after one. `rest` gives the length of the next rest. */
function busy(brings: (ms: number) => number) {
  const all = paced();
  all.readLines(1);
  let last = 1;
  const rest = (): number => {
    vi.advanceTimersByTime(0.1);
    all.readLines(brings(last));
    for (last = 0; !all.reading(); last += 1) vi.advanceTimersByTime(1);
    return last;
  };
  return { ...all, rest };
}

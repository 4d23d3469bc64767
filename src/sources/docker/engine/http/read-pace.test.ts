import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ReadPace } from './read-pace.ts';

describe('the pace of reading', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('lets reads that follow each other at once rest for a millisecond, and never a lone one', () => {
    const { read, reading } = paced();
    read(100);
    vi.advanceTimersByTime(5);
    read(100);
    expect(reading()).toBe(true);
    read(100);
    expect(reading()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(reading()).toBe(true);
  });

  test('goes on resting while more has arrived at the end of each rest', () => {
    const { read, reading } = paced();
    read(100);
    for (let times = 0; times < 5; times += 1) {
      read(100);
      expect(reading()).toBe(false);
      vi.advanceTimersByTime(1);
      expect(reading()).toBe(true);
    }
    vi.advanceTimersByTime(2);
    read(100);
    expect(reading()).toBe(true);
  });

  test('does not rest when a read brought plenty', () => {
    const { read, reading } = paced();
    read(100);
    read(100_000);
    expect(reading()).toBe(true);
  });

  test('rests longer where that brings more, and at most four milliseconds', () => {
    const { rest } = resting((ms) => ms * 1_000);
    const rests = Array.from({ length: 40 }, rest);
    expect(rests.slice(0, 7)).toEqual(Array(7).fill(1));
    expect([...new Set(rests)]).toEqual([1, 2, 4]);
    expect(rests.at(-1)).toBe(4);
  });

  test('does not rest longer where the engine only waits meanwhile, and notices when that begins', () => {
    let room = 1_500;
    const { rest } = resting((ms) => Math.min(room, ms * 1_000));
    const full = Array.from({ length: 200 }, rest);
    // Now and then it is tried.
    expect(full.filter((ms) => ms === 4).length).toBeLessThan(6);
    room = 100_000;
    expect(Array.from({ length: 100 }, rest)).toContain(4);
    // A flood begins, of which a millisecond brings as much as the engine's buffer holds.
    room = 1_000;
    const flood = Array.from({ length: 300 }, rest).slice(150);
    expect(flood.filter((ms) => ms === 1).length).toBeGreaterThan(flood.length / 2);
  });

  test('begins anew with the shortest rest after a lone read and after plenty', () => {
    for (const interrupt of ['lone', 'plenty'] as const) {
      const { rest, read } = resting((ms) => ms * 1_000);
      for (let times = 0; times < 40; times += 1) rest();
      if (interrupt === 'lone') vi.advanceTimersByTime(10);
      expect(read(interrupt === 'plenty' ? 100_000 : 100)).toBe(true);
      expect(rest()).toBe(1);
    }
  });

  test('keeps a pause that was asked for, also over a rest', () => {
    const { pace, read, reading } = paced();
    read(100);
    read(100);
    pace.pause();
    vi.advanceTimersByTime(10);
    expect(reading()).toBe(false);
    pace.resume();
    expect(reading()).toBe(true);
  });

  test('does not end a rest early when a pause ends in it', () => {
    const { pace, read, reading } = paced();
    read(100);
    read(100);
    pace.pause();
    pace.resume();
    expect(reading()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(reading()).toBe(true);
  });

  test('wakes nobody after it was stopped', () => {
    const { pace, read, reading } = paced();
    read(100);
    read(100);
    pace.stop();
    vi.advanceTimersByTime(10);
    expect(reading()).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});

interface Paced {
  readonly pace: ReadPace;
  /** The socket brings so many bytes; the answer is whether it goes on reading. */
  readonly read: (count: number) => boolean;
  readonly reading: () => boolean;
}

function paced(): Paced {
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
  const pace = new ReadPace(socket);
  const read = (count: number): boolean => {
    if (!pace.mayGoOn(count)) reading = false;
    return reading;
  };
  return { pace, read, reading: () => reading };
}

/** A stream that is always busy: after a rest it brings what `brings` says. `rest` gives the length of the next rest. */
function resting(brings: (ms: number) => number) {
  const { read, reading } = paced();
  read(100);
  let last = 1;
  const rest = (): number => {
    read(brings(last));
    for (last = 0; !reading(); last += 1) vi.advanceTimersByTime(1);
    return last;
  };
  return { rest, read };
}

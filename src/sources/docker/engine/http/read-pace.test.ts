import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ReadPace } from './read-pace.ts';

describe('the pace of reading', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('lets reads that follow each other at once rest for a millisecond, and never a lone one', () => {
    const { pace, reading } = paced();
    pace.read(100);
    vi.advanceTimersByTime(5);
    pace.read(100);
    expect(reading()).toBe(true);
    pace.read(100);
    expect(reading()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(reading()).toBe(true);
  });

  test('goes on resting while more has arrived at the end of each rest', () => {
    const { pace, reading } = paced();
    pace.read(100);
    for (let times = 0; times < 5; times += 1) {
      pace.read(100);
      expect(reading()).toBe(false);
      vi.advanceTimersByTime(1);
      expect(reading()).toBe(true);
    }
    vi.advanceTimersByTime(2);
    pace.read(100);
    expect(reading()).toBe(true);
  });

  test('does not rest when a read brought plenty', () => {
    const { pace, reading } = paced();
    pace.read(100);
    pace.read(100_000);
    expect(reading()).toBe(true);
  });

  test('keeps a pause that was asked for, also over a rest', () => {
    const { pace, reading } = paced();
    pace.read(100);
    pace.read(100);
    pace.pause();
    vi.advanceTimersByTime(10);
    expect(reading()).toBe(false);
    pace.resume();
    expect(reading()).toBe(true);
  });

  test('does not end a rest early when a pause ends in it', () => {
    const { pace, reading } = paced();
    pace.read(100);
    pace.read(100);
    pace.pause();
    pace.resume();
    expect(reading()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(reading()).toBe(true);
  });

  test('wakes nobody after it was stopped', () => {
    const { pace, reading } = paced();
    pace.read(100);
    pace.read(100);
    pace.stop();
    vi.advanceTimersByTime(10);
    expect(reading()).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});

function paced(): { pace: ReadPace; reading: () => boolean } {
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
  return { pace: new ReadPace(socket), reading: () => reading };
}

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CrowdRounds, ROUND_MS } from './crowd-rounds.ts';

const LINE_BYTES = 1_280;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Streams that each bring lines at their own pace for so many seconds; the answer is which of the last reads would have waited. */
function listen(rounds: CrowdRounds, streams: number, { everyMs = 100, lines = 1, seconds = 3 } = {}): boolean[] {
  let answers: boolean[] = [];
  for (let past = 0; past < seconds * 1_000; past += everyMs) {
    vi.advanceTimersByTime(everyMs);
    const read = { now: performance.now(), lines, bytes: lines * LINE_BYTES, inMs: everyMs };
    answers = Array.from({ length: streams }, () => rounds.isWorthIt(read));
  }
  return answers;
}

describe('many streams that each bring several lines a second', () => {
  test('are read in rounds', () => {
    expect(listen(new CrowdRounds(), 100)).not.toContain(false);
  });

  test('are not, when they are few together', () => {
    expect(listen(new CrowdRounds(), 40)).not.toContain(true);
  });

  test('are a crowd still when they have become a few less, and none when they are a quarter', () => {
    const rounds = new CrowdRounds();
    listen(rounds, 100);
    expect(listen(rounds, 40)).not.toContain(false);
    expect(listen(rounds, 20)).not.toContain(true);
  });

  test('are none any more behind a silence', () => {
    const rounds = new CrowdRounds();
    listen(rounds, 100);
    vi.advanceTimersByTime(5_000);
    expect(listen(rounds, 1, { seconds: 0.1 })).toEqual([false]);
  });
});

describe('in a crowd', () => {
  test('a stream that brings a line now and then is read at once: one round would bring no more of it', () => {
    const rounds = new CrowdRounds();
    listen(rounds, 1_000, { everyMs: 1_000 });
    expect(listen(rounds, 1, { everyMs: 1_000, seconds: 1 })).toEqual([false]);
  });

  test('a stream that would bring much until its round is not left waiting', () => {
    const rounds = new CrowdRounds();
    listen(rounds, 100);
    const now = performance.now();
    const lines = (perSecond: number) => ({ now, lines: 1, bytes: LINE_BYTES, inMs: 1_000 / perSecond });
    expect(rounds.isWorthIt(lines(60))).toBe(true);
    expect(rounds.isWorthIt(lines(120))).toBe(false);
  });
});

describe('a round', () => {
  test('lets all that wait read, once', () => {
    const rounds = new CrowdRounds();
    const [first, second] = [reader(), reader()];
    rounds.wait(first);
    vi.advanceTimersByTime(ROUND_MS / 2);
    rounds.wait(second);
    expect([first.reads, second.reads]).toEqual([0, 0]);
    vi.advanceTimersByTime(ROUND_MS / 2);
    expect([first.reads, second.reads]).toEqual([1, 1]);
    vi.advanceTimersByTime(10 * ROUND_MS);
    expect([first.reads, second.reads]).toEqual([1, 1]);
  });

  test('leaves those for the next one that wait again while it goes on', () => {
    const rounds = new CrowdRounds();
    const again = reader(() => rounds.wait(again));
    rounds.wait(again);
    vi.advanceTimersByTime(ROUND_MS);
    expect(again.reads).toBe(1);
    vi.advanceTimersByTime(ROUND_MS);
    expect(again.reads).toBe(2);
  });

  test('lets nobody read who left, and is none when all did', () => {
    const rounds = new CrowdRounds();
    const [left, stays] = [reader(), reader()];
    for (const one of [left, stays]) rounds.wait(one);
    rounds.leave(left);
    vi.advanceTimersByTime(ROUND_MS);
    expect([left.reads, stays.reads]).toEqual([0, 1]);
    rounds.wait(left);
    rounds.leave(left);
    expect(vi.getTimerCount()).toBe(0);
  });
});

function reader(then: () => void = () => {}) {
  return {
    reads: 0,
    go() {
      this.reads += 1;
      then();
    },
  };
}

import { describe, expect, test } from 'vitest';
import { type Stamp, stampOfMilliseconds } from '../../../../core/lines/stamp.ts';
import { LONGEST_REST_MS } from '../../engine/http/crowd-rest.ts';
import type { RawLine } from '../../lines/raw-line.ts';
import { JumpWatch } from './jump-watch.ts';

const DIFFERENCE = 1_790_000_000_000;

/** A watch over files of a megabyte, and lines that were written at some time of our clock, arriving so much later. */
function given() {
  let now = 0;
  const jumps = new JumpWatch(() => now);
  jumps.expectFilesOf(1_000_000);
  let newest: Stamp | undefined;
  const writtenAt = (ms: number): Stamp => stampOfMilliseconds(DIFFERENCE + ms);
  return {
    jumps,
    arrives(ms: number, delay: number): void {
      now = ms + delay;
      newest = writtenAt(ms);
      jumps.rested(newest);
    },
    jumpsAt(ms: number, delay?: number): boolean {
      if (delay !== undefined) now = ms + delay;
      // Only the stamp counts.
      return jumps.isJump(writtenAt(ms) as RawLine, newest);
    },
  };
}

describe('a jump', () => {
  test('is taken for one when lines were late and the next is much later than the last', () => {
    const { arrives, jumpsAt } = given();
    arrives(0, 1);
    arrives(1_000, 100);
    expect(jumpsAt(1_009)).toBe(false);
    expect(jumpsAt(1_011)).toBe(true);
  });

  test('is a pause of the container when its lines were in time', () => {
    const { arrives, jumpsAt } = given();
    arrives(0, 1);
    arrives(1_000, 5);
    expect(jumpsAt(60_000, 1 + LONGEST_REST_MS)).toBe(false);
  });

  test('is taken for one when the line behind it is late, although those before it were in time', () => {
    const { arrives, jumpsAt } = given();
    arrives(0, 1);
    arrives(1_000, 5);
    expect([jumpsAt(1_009, 500), jumpsAt(60_000, 100)]).toEqual([false, true]);
  });

  test('is taken for one however long it is, when lines were late by little', () => {
    const { arrives, jumpsAt } = given();
    arrives(0, 1);
    arrives(1_000, 100);
    expect(jumpsAt(3_600_000, 1)).toBe(true);
  });

  test('is a pause, too, when we rested before we read the last line', () => {
    const { arrives, jumpsAt } = given();
    arrives(0, 1);
    arrives(1_000, 1 + LONGEST_REST_MS);
    expect(jumpsAt(60_000)).toBe(false);
  });

  test('is a pause, too, when lines waited for their round, as long as they are no later than that', () => {
    const { jumps, arrives, jumpsAt } = given();
    arrives(0, 1);
    jumps.waited(300);
    arrives(1_000, 301);
    expect([jumpsAt(1_100, 301), jumpsAt(1_100, 400)]).toEqual([false, true]);
    jumps.waited(0);
    expect([jumpsAt(60_000, 1), jumpsAt(60_000, 100)]).toEqual([false, true]);
  });

  test('takes as long as it takes to write a whole file', () => {
    const { jumps, arrives, jumpsAt } = given();
    jumps.expectFilesOf(100_000_000);
    arrives(0, 1);
    arrives(1_000, 500);
    expect([jumpsAt(1_900), jumpsAt(2_100)]).toEqual([false, true]);
    jumps.expectFilesOf(undefined);
    expect(jumpsAt(60_000)).toBe(false);
  });

  test('is none before the first line, and whatever the clocks differ by', () => {
    const { jumpsAt, arrives } = given();
    expect(jumpsAt(5)).toBe(false);
    arrives(0, 3_600_000);
    arrives(1_000, 3_600_002);
    expect(jumpsAt(60_000)).toBe(false);
  });

  test('that was none, again and again, teaches what is usual', () => {
    const { jumps, arrives, jumpsAt } = given();
    arrives(0, 1);
    arrives(1_000, 101);
    expect(jumpsAt(2_000)).toBe(true);
    for (let i = 0; i < 3; i++) jumps.checked(false);
    jumps.checked(true);
    expect(jumpsAt(2_000)).toBe(true);
    for (let i = 0; i < 4; i++) jumps.checked(false);
    arrives(2_000, 101);
    expect(jumpsAt(3_000)).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import { applyPositionChange } from './position-change.ts';
import type { SavedPosition } from './reading.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const saved: SavedPosition = { head: 'old', tail: bytes(5, 6, 7), tailFrom: 5 };

describe('a saved position', () => {
  test('takes the new head, and what was appended behind its tail', () => {
    const change = { head: 'new', appended: bytes(8, 9), appendedFrom: 8, keepFrom: 5 };
    expect(applyPositionChange(saved, change)).toEqual({ head: 'new', tail: bytes(5, 6, 7, 8, 9), tailFrom: 5 });
  });

  test('forgets what lies before the offset from which on it is kept, also within what was just appended', () => {
    const change = { head: 'new', appended: bytes(8, 9), appendedFrom: 8 };
    const kept = [4, 6, 8, 9, 10].map((keepFrom) => applyPositionChange(saved, { ...change, keepFrom }));
    expect(kept.map(({ tail, tailFrom }) => [...tail, 'from', tailFrom])).toEqual([
      [5, 6, 7, 8, 9, 'from', 5],
      [6, 7, 8, 9, 'from', 6],
      [8, 9, 'from', 8],
      [9, 'from', 9],
      ['from', 10],
    ]);
  });

  test('goes on where it ended when all of it was forgotten', () => {
    const empty = applyPositionChange(saved, { head: 'a', appended: bytes(), appendedFrom: 8, keepFrom: 8 });
    expect(applyPositionChange(empty, { head: 'b', appended: bytes(8), appendedFrom: 8, keepFrom: 8 })).toEqual({
      head: 'b',
      tail: bytes(8),
      tailFrom: 8,
    });
  });

  test('begins with the first change, and is replaced whole by one that begins anew', () => {
    const change = { head: 'new', appended: bytes(1, 2), appendedFrom: 0, keepFrom: 0 };
    const position = { head: 'new', tail: bytes(1, 2), tailFrom: 0 };
    expect([undefined, saved].map((before) => applyPositionChange(before, change))).toEqual([position, position]);
  });

  test.each([3, 7, 9])('refuses a change that does not follow on it, from %i on', (appendedFrom) => {
    const change = { head: 'new', appended: bytes(8), appendedFrom, keepFrom: 0 };
    expect(() => applyPositionChange(saved, change)).toThrow(RangeError);
  });
});

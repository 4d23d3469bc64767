import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsThere, rowsToShow, rowsToShowNext, topFor } from './visible-rows.ts';

test('every row that can be seen is there, and not many more', () => {
  const cases = fc.record({
    count: fc.nat({ max: 100_000 }),
    rowHeight: fc.integer({ min: 16, max: 120 }),
    top: fc.nat({ max: 12_000_000 }),
    height: fc.nat({ max: 4_000 }),
  });
  fc.assert(
    fc.property(cases, ({ count, rowHeight, top, height }) => {
      const { first, end } = rowsToShow(count, rowHeight, { top, height });
      expect(first).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(count);
      const seen = { first: Math.floor(top / rowHeight), last: Math.ceil((top + height) / rowHeight) };
      expect(first).toBeLessThanOrEqual(Math.min(count, seen.first));
      expect(end).toBeGreaterThanOrEqual(Math.min(count, seen.last));
      expect(end - first).toBeLessThanOrEqual(height / rowHeight + 40);
    }),
  );
});

test('a small scroll changes nothing', () => {
  const at = (top: number) => rowsToShow(1_000, 40, { top, height: 400 });
  expect(at(4_010)).toEqual(at(4_030));
});

test('the row that has the focus is there as well, at its place, and once', () => {
  const shown = { first: 8, end: 11 };
  expect(rowsThere(shown, undefined)).toEqual([8, 9, 10]);
  expect(rowsThere(shown, 2)).toEqual([2, 8, 9, 10]);
  expect(rowsThere(shown, 9)).toEqual([8, 9, 10]);
  expect(rowsThere(shown, 11)).toEqual([8, 9, 10, 11]);
});

test('a row is scrolled to as little as may be, and not at all when it can be seen', () => {
  const view = { top: 400, height: 200 };
  expect(topFor(12, 40, view)).toBe(400);
  expect(topFor(9, 40, view)).toBe(360);
  expect(topFor(15, 40, view)).toBe(440);
});

test('of those that somebody jumps to few are there that cannot be seen, and the spare ones come with the next step', () => {
  const [ROWS, view] = [
    { count: 10_000, height: 40 },
    { top: 40_000, height: 400 },
  ];
  const jumped = rowsToShowNext({ first: 0, end: 28 }, ROWS, view);
  expect(jumped).toEqual({ first: 1_000, end: 1_012 });
  const further = rowsToShowNext(jumped, ROWS, { ...view, top: 40_040 });
  expect(further).toEqual(rowsToShow(10_000, 40, { ...view, top: 40_040 }));
  expect(further.first).toBeLessThan(995);
});

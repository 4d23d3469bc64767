import fc from 'fast-check';
import { expect, test } from 'vitest';
import { END_OF_ROWS, FIRST_ROW, MARKED_ROWS } from '../../wasm/layout.ts';
import { divideTable, type RowSpan, UNITS_OF_NO_ROW } from './region.ts';

const sizeOf = ({ first, end }: RowSpan): number => end - first;

test('the table is divided without a gap and without a row that two groups have, whatever their sizes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 8 }), (sizes) => {
      const regions = divideTable(sizes);
      let [plain, marked] = [FIRST_ROW, MARKED_ROWS + UNITS_OF_NO_ROW];
      for (const region of regions) {
        expect([region.plain.first, region.marked.first]).toEqual([plain, marked]);
        [plain, marked] = [region.plain.end, region.marked.end];
        // Rows of 128 columns, one for each part of a text and as many again.
        expect(Math.min(sizeOf(region.plain), sizeOf(region.marked))).toBeGreaterThan(8 * 4);
      }
      expect([plain, marked]).toEqual([MARKED_ROWS, END_OF_ROWS]);
    }),
  );
});

test('a larger group has more of the table, and a small one not next to nothing', () => {
  const [large, small] = divideTable([16_000, 10]);
  expect(sizeOf(large?.plain ?? { first: 0, end: 0 })).toBeGreaterThan(20_000);
  expect(sizeOf(small?.plain ?? { first: 0, end: 0 })).toBeGreaterThan(2000);
});

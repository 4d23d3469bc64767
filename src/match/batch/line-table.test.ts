import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineTable } from './line-table.ts';

test('a line is found by its first byte, in whatever order they are looked for, and whatever the list holds behind the last', () => {
  const table = new LineTable();
  const lengths = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 });
  const asked = fc.array(fc.nat(60), { minLength: 1, maxLength: 40 });
  const property = fc.property(lengths, asked, fc.array(fc.nat(60), { maxLength: 4 }), (lines, offsets, behind) => {
    const starts = lines.map((_, i) => lines.slice(0, i).reduce((sum, length) => sum + length, 0));
    const length = lines.reduce((sum, one) => sum + one, 0);
    const lineStarts = Int32Array.from([...starts, ...behind]);
    table.use({ length, lineStarts, lineCount: starts.length }, { from: 0, end: length });
    for (const offset of offsets) expect(table.find(offset)).toBe(starts.indexOf(offset));
  });
  fc.assert(property, { numRuns: 2_000 });
});

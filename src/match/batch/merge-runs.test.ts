import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderByKey } from './merge-runs.ts';

test('the order is that of a stable sort, whatever runs there are', () => {
  const property = fc.property(fc.array(fc.nat(30), { maxLength: 80 }), (values) => {
    const expected = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
    expect([...orderByKey(Float64Array.from(values))]).toEqual(expected);
  });
  fc.assert(property, { numRuns: 300, seed: 8 });
});

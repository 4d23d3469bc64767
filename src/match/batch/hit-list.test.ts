import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HitList } from './hit-list.ts';

test('hits come out ascending by line and rule, each once, however they went in', () => {
  const hit = fc.record({ start: fc.nat(20), rule: fc.nat(5) });
  const property = fc.property(fc.array(hit, { maxLength: 600, size: 'max' }), (added) => {
    const list = new HitList();
    for (const { start, rule } of added) list.add({ start, end: start + 3, rule, line: start * 2 });
    list.sort();
    const found = Array.from({ length: list.count }, (_, i) => [
      list.starts[i],
      list.rules[i],
      list.ends[i],
      list.lines[i],
    ]);
    const keys = [...new Set(added.map(({ start, rule }) => start * 100 + rule))].sort((a, b) => a - b);
    expect(found).toEqual(
      keys.map((key) => [Math.floor(key / 100), key % 100, Math.floor(key / 100) + 3, Math.floor(key / 100) * 2]),
    );
  });
  fc.assert(property, { numRuns: 200, seed: 6 });
});

test('a cleared list is empty and in order again', () => {
  const list = new HitList();
  list.add({ start: 9, end: 10, rule: 1, line: 0 });
  list.add({ start: 1, end: 2, rule: 1, line: 0 });
  list.clear();
  list.add({ start: 4, end: 5, rule: 0, line: 0 });
  list.sort();
  expect([list.count, list.starts[0]]).toEqual([1, 4]);
});

test('a hit that goes in twice in a row comes out once', () => {
  const list = new HitList();
  for (const start of [1, 5, 5, 9]) list.add({ start, end: start + 1, rule: 2, line: start });
  list.sort();
  expect([list.count, ...list.starts.subarray(0, list.count)]).toEqual([3, 1, 5, 9]);
});

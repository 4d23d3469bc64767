import fc from 'fast-check';
import { expect, test } from 'vitest';
import { includes, MAX_CODE_POINT, negate, normalize, union } from './ranges.ts';

const small = fc.tuple(fc.nat(60), fc.nat(10)).map(([lo, length]) => [lo, lo + length]);
const pairs = fc.array(small, { maxLength: 8 }).map((ranges) => ranges.flat());

/** The members below 100, by trying each. */
const members = (set: readonly number[]): number[] =>
  Array.from({ length: 100 }, (_, i) => i).filter((i) => includes(set, i));

test('normalizing keeps the members and leaves sorted ranges that do not touch', () => {
  fc.assert(
    fc.property(pairs, (unsorted) => {
      const set = normalize(unsorted);
      const expected = new Set<number>();
      for (let i = 0; i < unsorted.length; i += 2)
        for (let member = unsorted[i] ?? 0; member <= (unsorted[i + 1] ?? 0); member++) expected.add(member);
      expect(members(set)).toEqual([...expected].sort((a, b) => a - b));
      for (let i = 2; i < set.length; i += 2) expect(set[i]).toBeGreaterThan((set[i - 1] ?? 0) + 1);
    }),
  );
});

test('a set and its negation share nothing and make up everything', () => {
  fc.assert(
    fc.property(pairs, (unsorted) => {
      const set = normalize(unsorted);
      const rest = negate(set);
      expect(union(set, rest)).toEqual([0, MAX_CODE_POINT]);
      expect(members(set).filter((member) => includes(rest, member))).toEqual([]);
      expect(negate(rest)).toEqual(set);
    }),
  );
});

test('the ends of a range belong to it', () => {
  expect([4, 5, 9, 10].map((codePoint) => includes([5, 9], codePoint))).toEqual([false, true, true, false]);
  expect(includes([], 5)).toBe(false);
});

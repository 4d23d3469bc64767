// Sets of code points as sorted ranges: the arithmetic that classes need.
import type { Ranges } from './node.ts';

export const MAX_CODE_POINT = 0x10ffff;

/** Every code point. */
export const ANY: Ranges = [0, MAX_CODE_POINT];

const ASCII: readonly Ranges[] = Array.from({ length: 128 }, (_, codePoint) => [codePoint, codePoint]);

/** The set of one code point. Most of what patterns spell is ASCII, and shares these. */
export function only(codePoint: number): Ranges {
  return ASCII[codePoint] ?? [codePoint, codePoint];
}

/** The set of pairs in any order that may overlap: sorted, with overlapping and touching ranges joined. */
export function normalize(pairs: readonly number[]): Ranges {
  const sorted: (readonly [number, number])[] = [];
  for (let i = 0; i < pairs.length; i += 2) sorted.push([pairs[i] ?? 0, pairs[i + 1] ?? 0]);
  sorted.sort(([a], [b]) => a - b);
  const joined: number[] = [];
  for (const [lo, hi] of sorted) {
    const last = joined[joined.length - 1];
    if (last === undefined || lo > last + 1) joined.push(lo, hi);
    else if (hi > last) joined[joined.length - 1] = hi;
  }
  return joined;
}

export function union(...sets: readonly Ranges[]): Ranges {
  return normalize(sets.flat());
}

/** Every code point that is not in the set. */
export function negate(set: Ranges): Ranges {
  const gaps: number[] = [];
  let next = 0;
  for (let i = 0; i < set.length; i += 2) {
    const lo = set[i] ?? 0;
    const hi = set[i + 1] ?? 0;
    if (lo > next) gaps.push(next, lo - 1);
    next = hi + 1;
  }
  if (next <= MAX_CODE_POINT) gaps.push(next, MAX_CODE_POINT);
  return gaps;
}

export function includes(set: Ranges, codePoint: number): boolean {
  let low = 0;
  let high = set.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (codePoint > (set[2 * middle + 1] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low < set.length / 2 && codePoint >= (set[2 * low] ?? 0);
}

import { expect, test } from 'vitest';
import type { Gap } from '../reading.ts';
import { withGap } from './adjoining-gaps.ts';

const at = (nanos: number) => ({ seconds: 1_790_000_000, nanos });
const rotated = (from: number, to: number | undefined): Gap => ({
  reason: 'rotated',
  from: at(from),
  to: to === undefined ? undefined : at(to),
});

test('gaps of one reason of which each begins where the one before it ended are one', () => {
  const all = [rotated(1, 2), rotated(2, 5), rotated(5, undefined)];
  expect(all.reduce<readonly Gap[]>(withGap, [])).toEqual([rotated(1, undefined)]);
});

test.each([
  { what: 'between which lines came', next: rotated(3, 4) },
  { what: 'of two reasons', next: { ...rotated(2, 4), reason: 'engine_error' } as const },
  { what: 'of which the second has a beginning that nobody knows', next: { ...rotated(2, 4), from: undefined } },
])('gaps $what are two', ({ next }) => {
  expect(withGap([rotated(1, 2)], next)).toEqual([rotated(1, 2), next]);
});

test('gaps of which the first has an end that nobody knows are two', () => {
  expect(withGap([rotated(1, undefined)], rotated(2, 3))).toHaveLength(2);
});

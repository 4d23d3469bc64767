import { describe, expect, test } from 'vitest';
import { STDOUT } from '../../../../../core/lines/line-batch.ts';
import type { FirstLine } from '../first-line.ts';
import { overlapOf } from './first-second.ts';

const lines = (text: string): FirstLine[] =>
  [...text].map((letter) => ({ seconds: 5, nanos: 0, stream: STDOUT, hash1: letter.charCodeAt(0), hash2: 7 }));

describe('what an answer begins with, of the lines that are known', () => {
  test.each([
    { known: 'abc', answer: 'abc', length: 3 },
    { known: 'abc', answer: 'bcd', length: 2 },
    { known: 'abc', answer: 'abd', length: 0 },
    { known: 'aabaa', answer: 'aabaab', length: 5 },
    { known: 'xaabaa', answer: 'aaab', length: 2 },
    { known: 'abc', answer: '', length: 0 },
  ])('of $known, $answer is the longest end ($length)', ({ known, answer, length }) => {
    expect(overlapOf(lines(known), lines(answer)).length).toBe(length);
  });

  test('is certain when two different lines of it came once each, not when lines are the same', () => {
    const certain = (known: string, answer: string): boolean => overlapOf(lines(known), lines(answer)).isCertain;
    expect([certain('xab', 'abc'), certain('aaa', 'aaa'), certain('xxa', 'a'), certain('abab', 'abab')]).toEqual([
      ...[true, false, false, false],
    ]);
  });
});

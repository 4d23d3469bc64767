import { expect, test } from 'vitest';
import { STDERR, STDOUT } from '../../../src/core/lines/line-batch.ts';
import { inWords, LineCheck } from './line-check.ts';
import type { ReadEffect } from './read-effect.ts';

const run = (stream: 1 | 2, first: number, count: number): ReadEffect => ({
  kind: 'run',
  stream,
  first,
  step: 2,
  count,
});

function verdictOf(...effects: readonly ReadEffect[]): string {
  const check = new LineCheck({ lines: 10 });
  for (const effect of effects) check.add(effect);
  return inWords(check.verdict());
}

test('each number once on its stream is what is wanted, however the streams lie beside each other', () => {
  expect(verdictOf(run(STDOUT, 0, 5), run(STDERR, 1, 5))).toBe('every line once');
  expect(verdictOf(run(STDERR, 1, 2), run(STDOUT, 0, 1), run(STDERR, 5, 3), run(STDOUT, 2, 4))).toBe('every line once');
});

test('a lost line, a line read twice, and a stream that went back are told with their numbers', () => {
  expect(verdictOf(run(STDOUT, 0, 2), run(STDOUT, 6, 2), run(STDERR, 1, 5))).toBe('of 9 lines read: lost 1: 4');
  expect(verdictOf(run(STDOUT, 0, 5), run(STDERR, 1, 5), run(STDERR, 7, 2))).toBe(
    'of 12 lines read: twice 2: 7–9; went back 1 times',
  );
  expect(verdictOf()).toBe('of 0 lines read: lost 10: 0–9');
});

test('a line on the wrong stream, beyond the last one, or with other bytes is foreign', () => {
  const broken: ReadEffect = { kind: 'line', stream: STDERR, stamp: '1.000000000', latin1: '0000', truncated: false };
  expect(verdictOf(run(STDOUT, 0, 6), run(STDERR, 1, 5), run(STDERR, 2, 1), broken)).toBe(
    'of 12 lines read: foreign 3: stdout number 10, stderr number 2, stderr "0000"',
  );
});

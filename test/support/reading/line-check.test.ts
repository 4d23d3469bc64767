import { expect, test } from 'vitest';
import { STDERR, STDOUT } from '../../../src/core/lines/line-batch.ts';
import { inWords, LineCheck } from './line-check.ts';
import { numberedLine } from './numbered-line.ts';

/** Of ten written lines these were read: the numbers on stdout, then those on stderr. */
function verdictOf(stdout: readonly number[], stderr: readonly number[]): string {
  const check = new LineCheck({ lines: 10 });
  for (const number of stdout) check.add({ stream: STDOUT, text: numberedLine(number, 20) });
  for (const number of stderr) check.add({ stream: STDERR, text: numberedLine(number, 20) });
  return inWords(check.verdict());
}

test('each number once on its stream is what is wanted', () => {
  expect(verdictOf([0, 2, 4, 6, 8], [1, 3, 5, 7, 9])).toBe('every line once');
});

test('a lost line, a line read twice, and a stream that went back are told with their numbers', () => {
  expect(verdictOf([0, 2, 6, 8], [1, 3, 5, 7, 9])).toBe('of 9 lines read: lost 1: 4');
  expect(verdictOf([0, 2, 4, 6, 8], [1, 3, 5, 7, 9, 7, 9])).toBe('of 12 lines read: twice 2: 7–9; went back 1 times');
  expect(verdictOf([], [])).toBe('of 0 lines read: lost 10: 0–9');
});

test('a line on the wrong stream, beyond the last one, or with other bytes is foreign', () => {
  const check = new LineCheck({ lines: 2 });
  check.add({ stream: STDOUT, text: numberedLine(0, 20) });
  check.add({ stream: STDERR, text: numberedLine(1, 20), times: 2 });
  check.add({ stream: STDOUT, text: numberedLine(1, 20) });
  check.add({ stream: STDOUT, text: numberedLine(2, 12) });
  check.add({ stream: STDERR, text: '0000' });
  expect(inWords(check.verdict())).toBe(
    'of 6 lines read: twice 1: 1; foreign 3: stdout "000000001 lmnopqrstu", stdout "000000002 mn", stderr "0000"',
  );
});

test('a line that ends too early is foreign where the length is known', () => {
  const check = new LineCheck({ lines: 1, length: 20 });
  check.add({ stream: STDOUT, text: numberedLine(0, 19) });
  expect(inWords(check.verdict())).toBe('of 1 lines read: lost 1: 0; foreign 1: stdout "000000000 klmnopqrs"');
});

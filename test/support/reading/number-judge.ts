// Reads the numbers of lines that `wr` wrote, and holds each line against what it must be, byte for byte.
import { type LineBatch, STDERR, STDOUT, type StreamNumber } from '../../../src/core/lines/line-batch.ts';
import type { Origin } from '../../../src/core/lines/origin.ts';
import type { Judge } from '../../../src/tail/judge.ts';
import { type ReadEffect, type ReadRun, sizeOfRead } from './read-effect.ts';
import { readLine, streamOf } from './verbatim-judge.ts';

const DIGITS = 9;
const ZERO = 48;
const BLANK = 32;
const LETTER_A = 97;

type Open = { -readonly [Key in keyof ReadRun]: ReadRun[Key] };

/** Gives runs of numbers; a line that is not as the writer writes it comes as it is. */
export const numberJudge: Judge<ReadEffect> = {
  judge(_: Origin, batch: LineBatch) {
    const effects: ReadEffect[] = [];
    const open: Partial<Record<StreamNumber, Open>> = {};
    for (let line = 0; line < batch.count; line += 1) {
      const number = numberOf(batch, line);
      if (number === undefined) {
        effects.push(readLine(batch, line));
        continue;
      }
      const stream = streamOf(batch, line);
      const run = open[stream];
      if (run !== undefined && extend(run, number)) continue;
      if (run !== undefined) effects.push(run);
      open[stream] = { kind: 'run', stream, first: number, step: 1, count: 1 };
    }
    for (const stream of [STDOUT, STDERR] as const) {
      const run = open[stream];
      if (run !== undefined) effects.push(run);
    }
    return effects;
  },
  sizeOf: sizeOfRead,
};

function extend(run: Open, number: number): boolean {
  const ahead = number - run.first;
  if (run.count === 1 && ahead > 0) run.step = ahead;
  else if (ahead !== run.step * run.count) return false;
  run.count += 1;
  return true;
}

/** The number, when all the line is as the writer of numbered lines makes it. */
function numberOf({ bytes, starts, ends }: LineBatch, line: number): number | undefined {
  const [start, end] = [starts[line] ?? 0, ends[line] ?? 0];
  if (end - start <= DIGITS || bytes[start + DIGITS] !== BLANK) return undefined;
  let number = 0;
  for (let at = start; at < start + DIGITS; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  for (let at = DIGITS + 1; at < end - start; at += 1)
    if (bytes[start + at] !== LETTER_A + ((number + at) % 26)) return undefined;
  return number;
}

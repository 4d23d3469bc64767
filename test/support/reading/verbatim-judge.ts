// Keeps every line as it was read, for tests that compare bytes.
import type { LineBatch, StreamNumber } from '../../../src/core/lines/line-batch.ts';
import { STDERR, STDOUT, TRUNCATED } from '../../../src/core/lines/line-batch.ts';
import type { Origin } from '../../../src/core/lines/origin.ts';
import { stampText } from '../../../src/core/lines/stamp.ts';
import type { Judge } from '../../../src/tail/judge.ts';
import { type ReadLine, sizeOfRead } from './read-effect.ts';

export const verbatimJudge: Judge<ReadLine> = {
  judge: (_: Origin, batch: LineBatch) => Array.from({ length: batch.count }, (_, line) => readLine(batch, line)),
  sizeOf: sizeOfRead,
};

/** Line i of a batch, copied. */
export function readLine(batch: LineBatch, line: number): ReadLine {
  const bytes = batch.bytes.subarray(batch.starts[line] ?? 0, batch.ends[line] ?? 0);
  return {
    kind: 'line',
    stream: streamOf(batch, line),
    stamp: stampText({ seconds: batch.seconds[line] ?? 0, nanos: batch.nanos[line] ?? 0 }),
    latin1: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'),
    truncated: batch.marks[line] === TRUNCATED,
  };
}

export const streamOf = (batch: LineBatch, line: number): StreamNumber =>
  batch.streams[line] === STDERR ? STDERR : STDOUT;

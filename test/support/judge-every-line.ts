import type { LineBatch } from '../../src/core/lines/line-batch.ts';
import type { Judge, LifeJudge } from '../../src/tail/judge.ts';
import { NOTHING_SETTLED } from './flood/nothing-settled.ts';

/** A line by its identity, and how it begins. */
export interface JudgedLine {
  readonly stream: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly hashes: readonly [number, number];
  readonly ordinal: number;
  readonly text: string;
}

const TEXT_BYTES = 100;

/** Finds in each line an effect: the line itself, so that a ledger can prove that each was judged, and none twice. */
export const judgeEveryLine: Judge<JudgedLine> = {
  open: () => ({ judge: (_, batch) => everyLine(batch), takeFlood: () => undefined, close: () => undefined }),
  sizeOf: ({ text }) => 150 + text.length,
};

/** Takes no interest in anything but lines. */
export const judgeNoLife: LifeJudge<JudgedLine> = {
  open: () => ({ judge: () => undefined, saved: NOTHING, takeFlood: () => ({ ...NOTHING, ...NOTHING_SETTLED }) }),
};

const NOTHING = {
  standing: { time: undefined, epoch: 1, bucket: undefined },
  rules: new Map(),
  counts: new Map(),
};

export const everyLine = (batch: LineBatch): JudgedLine[] =>
  Array.from({ length: batch.count }, (_, line) => judgedLine(batch, line));

function judgedLine(batch: LineBatch, line: number): JudgedLine {
  const [start, end] = [batch.starts[line] ?? 0, batch.ends[line] ?? 0];
  const bytes = batch.bytes.subarray(start, Math.min(end, start + TEXT_BYTES));
  return {
    stream: batch.streams[line] ?? 0,
    seconds: batch.seconds[line] ?? 0,
    nanos: batch.nanos[line] ?? 0,
    hashes: [batch.hashes[2 * line] ?? 0, batch.hashes[2 * line + 1] ?? 0],
    ordinal: batch.ordinals[line] ?? 0,
    text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'),
  };
}

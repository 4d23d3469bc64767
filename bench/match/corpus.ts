// Log text of any size from a seed, so that a table can be made again by anybody.
import { CALM, type LineMaker } from './calm-lines.ts';
import { Random } from './random.ts';
import { NEAR_MISSES, TROUBLE } from './trouble-lines.ts';

export const KINDS = ['rare', 'typical', 'busy', 'adversarial', 'all-hits', 'binary'] as const;

/** rare, typical and busy hold 0.1, 1 and 10 % of trouble; the others are there to find what hurts. */
export type CorpusKind = (typeof KINDS)[number];

const TROUBLE_PER_MILLE: Readonly<Record<CorpusKind, number>> = {
  rare: 1,
  typical: 10,
  busy: 100,
  adversarial: 100,
  'all-hits': 1000,
  binary: 10,
};

/** Whole lines of one kind, `size` bytes at most and nearly that. */
export function makeCorpus(kind: CorpusKind, size: number, seed: number): Buffer {
  const random = new Random(seed);
  const buffer = Buffer.allocUnsafe(size + 4096);
  let at = 0;
  for (;;) {
    const next = at + writeLine(buffer, at, kind, random);
    if (next > size) return buffer.subarray(0, at);
    at = next;
  }
}

function writeLine(buffer: Buffer, at: number, kind: CorpusKind, random: Random): number {
  if (kind === 'binary' && random.below(4) === 0) return writeGarbage(buffer, at, random);
  const trouble = random.below(1000) < TROUBLE_PER_MILLE[kind];
  const line: LineMaker = random.pick(trouble ? TROUBLE : kind === 'adversarial' ? NEAR_MISSES : CALM);
  return buffer.write(`${line(random)}\n`, at);
}

function writeGarbage(buffer: Buffer, at: number, random: Random): number {
  const length = random.below(300);
  for (let i = 0; i < length; i++) buffer[at + i] = random.below(256);
  buffer[at + length] = 10;
  return length + 1;
}

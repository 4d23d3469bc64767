// Log text of any size from a seed, so that a table can be made again by anybody.
import { CALM } from './calm-lines.ts';
import type { LineMaker } from './line-parts.ts';
import { Random } from './random.ts';
import { NEAR_MISSES, TROUBLE } from './trouble-lines.ts';

export const KINDS = ['rare', 'typical', 'plain', 'busy', 'adversarial', 'all-hits', 'binary'] as const;

/** rare, typical and busy hold 0.1, 1 and 10 % of trouble, plain is typical without a character beyond ASCII; the others are there to find what hurts. */
export type CorpusKind = (typeof KINDS)[number];

const TROUBLE_PER_MILLE: Readonly<Record<CorpusKind, number>> = {
  rare: 1,
  typical: 10,
  plain: 10,
  busy: 100,
  adversarial: 100,
  'all-hits': 1000,
  binary: 10,
};

/** Where calm lines and such as hit come from. */
export interface LineSources {
  readonly calm: readonly [LineMaker, ...LineMaker[]];
  readonly trouble: readonly [LineMaker, ...LineMaker[]];
}

const OWN_LINES: LineSources = { calm: CALM, trouble: TROUBLE };

/** What a corpus is made of. */
export interface Recipe {
  readonly kind: CorpusKind;
  readonly size: number;
  readonly seed: number;
  readonly lines?: LineSources | undefined;
}

/** Whole lines of one kind, `size` bytes at most and nearly that. */
export function makeCorpus(kind: CorpusKind, size: number, seed: number): Buffer {
  return corpusOf({ kind, size, seed });
}

export function corpusOf({ kind, size, seed, lines = OWN_LINES }: Recipe): Buffer {
  const random = new Random(seed);
  const buffer = Buffer.allocUnsafe(size + LONGEST);
  let at = 0;
  for (;;) {
    const next = at + writeLine(buffer.subarray(at), { kind, random, lines });
    if (next > size) return buffer.subarray(0, at);
    at = next;
  }
}

interface Writing {
  readonly kind: CorpusKind;
  readonly random: Random;
  readonly lines: LineSources;
}

function writeLine(into: Buffer, writing: Writing): number {
  const { kind, random } = writing;
  if (kind === 'binary' && random.below(4) === 0) return writeGarbage(into, random);
  const line = random.pick(makersOf(writing));
  const size = into.write(`${line(random)}\n`);
  if (kind === 'plain') makePlain(into.subarray(0, size));
  return size;
}

function makersOf({ kind, random, lines: { calm, trouble } }: Writing): LineSources['calm'] {
  if (random.below(1000) < TROUBLE_PER_MILLE[kind]) return trouble;
  return kind === 'adversarial' ? NEAR_MISSES : calm;
}

function makePlain(line: Buffer): void {
  for (const [at, byte] of line.entries()) if (byte > LAST_ASCII) line[at] = QUESTION_MARK;
}

function writeGarbage(into: Buffer, random: Random): number {
  const length = random.below(300);
  for (let i = 0; i < length; i++) into[i] = random.below(256);
  into[length] = NEWLINE;
  return length + 1;
}

/** No line has more bytes. */
const LONGEST = 65_536;
const [NEWLINE, QUESTION_MARK, LAST_ASCII] = [10, 63, 127];

// What is laid upon the server while it is asked: who writes what, and by which rules it is judged.
import { makeCorpus } from '../match/corpus.ts';
import { Random } from '../match/random.ts';

/** Plain data: it travels to the process of the engine. */
export interface Load {
  readonly name: string;
  readonly containers: number;
  readonly text: 'hits' | 'calm' | 'long' | 'adversarial';
  /** Between two lines of a container, by their own times. */
  readonly nanosALine: number;
  /** Of each container; without end unless told. */
  readonly mostBytes?: number;
  /** Nothing is asked of how long answers take meanwhile. */
  readonly isOnlyTold?: true;
  /** A rule that is there meanwhile. */
  readonly pattern?: string;
}

export const LOADS: readonly Load[] = [
  { name: 'flood', containers: 1, text: 'hits', nanosALine: 4_000 },
  { name: 'forty floods', containers: 40, text: 'hits', nanosALine: 160_000, isOnlyTold: true },
  { name: 'catch-up', containers: 8, text: 'calm', nanosALine: 1_000_000, mostBytes: 300_000_000 },
  { name: 'long lines', containers: 2, text: 'long', nanosALine: 1_000_000 },
  {
    name: 'large pattern',
    containers: 1,
    text: 'adversarial',
    nanosALine: 1_000_000,
    isOnlyTold: true,
    pattern: '[ab]*a[ab]{300}c',
  },
];

export function linesOf({ text }: Load): readonly Buffer[] {
  if (text === 'long') return [64, 128, 256, 512, 1_024].map((kib) => longLine(kib * 1_024 - 64));
  if (text === 'adversarial') return [adversarialLine(1_000_000)];
  const corpus = makeCorpus(text === 'hits' ? 'all-hits' : 'typical', 250_000, 1)
    .toString()
    .trimEnd();
  return corpus.split('\n').map((line) => Buffer.from(line));
}

/** It says what many rules look for, and what they would have to go through all of it for. */
function longLine(size: number): Buffer {
  const misses = makeCorpus('adversarial', size, 1);
  return Buffer.from(misses.map((byte) => (byte === 10 ? 32 : byte)));
}

function adversarialLine(size: number): Buffer {
  const random = new Random(1);
  return Buffer.from(`c${Array.from({ length: size }, () => random.pick(['a', 'b'])).join('')}`);
}

// The hash of a line's content: 64 bits in two words. Eight bytes are read at a time, and in the same pass a `\n` inside is noticed: a pass of its own would cost as much again.
import { wordsOf } from './words-of.ts';

export interface HashedLine {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly end: number;
  /** Unsigned. */
  hash1: number;
  hash2: number;
}

const SEED1 = 0x3c6ef372;
const SEED2 = 0x510e527f;
const ODD1 = 0x2c1b3c6d;
const ODD2 = 0x297a2d39;
const ODD3 = 0x85ebca6b;
const ODD4 = 0xc2b2ae35;

/**
 * Puts the hash of bytes[from, end) beside it, and says whether a `\n` is in there.
 *
 * The last eight bytes may overlap those before; the length is hashed too and keeps that apart. Every step can be undone, so
 * contents of one length that differ in one of the blocks only never have the same hash.
 */
export function hashLine(line: HashedLine): boolean {
  const { bytes, from, end } = line;
  const short = end - from < 8;
  const words = short ? filledUp(bytes, from, end) : wordsOf(bytes);
  const last = short ? 0 : end - 8;
  let one = SEED1 ^ (end - from);
  let two = (SEED2 + end - from) | 0;
  let newlines = 0;
  for (let at = short ? 0 : from; ; at = at + 8 < last ? at + 8 : last) {
    const low = words.getInt32(at, true);
    const high = words.getInt32(at + 4, true);
    newlines |= newlinesIn(low) | newlinesIn(high);
    const left = Math.imul(one ^ Math.imul(low, ODD1), ODD3);
    const right = Math.imul(two ^ Math.imul(high, ODD2), ODD4);
    one = (left + ((right << 13) | (right >>> 19))) | 0;
    two = right ^ ((left << 11) | (left >>> 21));
    if (at >= last) break;
  }
  one = mixed(one ^ two);
  two = mixed((two + one) | 0);
  line.hash1 = (one ^ two) >>> 0;
  line.hash2 = two >>> 0;
  return (newlines & 0x80808080) !== 0;
}

const eight = new Uint8Array(8);
const wordsOfEight = new DataView(eight.buffer);

/** A line of less than eight bytes, filled up with zeros. */
function filledUp(bytes: Uint8Array, from: number, end: number): DataView {
  for (let at = 0; at < 8; at++) eight[at] = from + at < end ? (bytes[from + at] ?? 0) : 0;
  return wordsOfEight;
}

/** Not 0 when one of the four bytes is a `\n`: only a byte that was 0 borrows into its highest bit without having had it. */
function newlinesIn(word: number): number {
  const zeros = word ^ 0x0a0a0a0a;
  return (zeros - 0x01010101) & ~zeros;
}

/** Every bit of what goes in changes about half of what comes out, and nothing is lost. */
function mixed(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  const twice = Math.imul(once ^ (once >>> 15), 0x846ca68b);
  return twice ^ (twice >>> 16);
}

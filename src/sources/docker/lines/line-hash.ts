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
const ODD1 = 0x85ebca6b;
const ODD2 = 0xc2b2ae35;

/**
 * Puts the hash of bytes[from, end) beside it, and says whether a `\n` is in there.
 *
 * The last eight bytes may overlap those before; the length is hashed too and keeps that apart, and the halves of the last
 * block change places, so that a word that is in two blocks cannot undo itself. Every step can be undone, so
 * contents of one length that differ in one of the blocks only never have the same hash. A step makes the next wait for one
 * multiplication, no more: that waiting is most of what a hash costs.
 */
export function hashLine(line: HashedLine): boolean {
  const { bytes, from, end } = line;
  const isShort = end - from < 8;
  const words = isShort ? filledUp(bytes, from, end) : wordsOf(bytes);
  const last = isShort ? 0 : end - 8;
  let one = SEED1 ^ (end - from);
  let two = (SEED2 + end - from) | 0;
  let newlines = 0;
  for (let at = isShort ? 0 : from; at < last; at += 8) {
    const low = words.getInt32(at, true);
    const high = words.getInt32(at + 4, true);
    newlines |= newlinesIn(low) | newlinesIn(high);
    const left = Math.imul(one ^ low, ODD1);
    one = (Math.imul(two ^ high, ODD2) + (left >>> 15)) | 0;
    two = left;
  }
  const low = words.getInt32(last, true);
  const high = words.getInt32(last + 4, true);
  newlines |= newlinesIn(low) | newlinesIn(high);
  const left = Math.imul(one ^ high, ODD1);
  one = mixed(Math.imul(two ^ low, ODD2) ^ left);
  two = mixed((left + one) | 0);
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

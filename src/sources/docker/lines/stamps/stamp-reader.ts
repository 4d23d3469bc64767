// Reads the stamp that an engine puts before each record, and says where the text begins. Lines of one second share its first nineteen bytes, which are compared, not read.
import type { Stamp } from '../../../../core/lines/stamp.ts';
import { readMoment } from '../../../../core/lines/stamps/rfc3339.ts';
import { wordsOf } from '../words-of.ts';

/** `2026-11-21T03:29:01`. */
const SECOND = 19;
/** `2026-11-21T03:29:01.381447848Z `: what Docker writes. */
const FIXED = 31;

const SPACE = 0x20;
const NEWLINE = 0x0a;
const POINT = 0x2e;
const ZERO = 0x30;
const ZULU = 0x5a;

/** One may serve any number of streams: the more of them, the better the second is known. */
export class StampReader implements Stamp {
  /** Of the stamp read last. */
  seconds = 0;
  nanos = 0;
  /** The words of the second read last, and what it amounts to in UTC; nothing is known yet while the first is 0. */
  #word0 = 0;
  #word1 = 0;
  #word2 = 0;
  #word3 = 0;
  #word4 = 0;
  #second = 0;

  /**
   * The offset of the text behind the stamp that begins at `from`: behind its space, or at the end when a record is a stamp
   * alone. Negative when there is no stamp, and then nothing has changed.
   */
  read(bytes: Uint8Array, from: number, end: number): number {
    if (end - from < FIXED) return this.#readAny(bytes, from, end);
    const words = wordsOf(bytes);
    const known =
      words.getInt32(from + 15, true) === this.#word4 &&
      words.getInt32(from + 12, true) === this.#word3 &&
      words.getInt32(from + 8, true) === this.#word2 &&
      words.getInt32(from + 4, true) === this.#word1 &&
      words.getInt32(from, true) === this.#word0;
    if (!known || bytes[from + 19] !== POINT || bytes[from + 29] !== ZULU || bytes[from + 30] !== SPACE) {
      return this.#readAny(bytes, from, end);
    }
    const high = fourDigits(words.getInt32(from + 20, true));
    const middle = fourDigits(words.getInt32(from + 24, true));
    const low = (bytes[from + 28] ?? 0) - ZERO;
    if (high < 0 || middle < 0 || low < 0 || low > 9) return -1;
    this.seconds = this.#second;
    this.nanos = high * 100_000 + middle * 10 + low;
    return from + FIXED;
  }

  #readAny(bytes: Uint8Array, from: number, end: number): number {
    const moment = readMoment(bytes, from, end);
    if (moment === undefined) return -1;
    const text = moment.end === end || bytes[moment.end] === NEWLINE ? moment.end : moment.end + 1;
    if (text > moment.end && bytes[moment.end] !== SPACE) return -1;
    // An engine that has lost a record's time writes the year 1. A stamp knows nothing before 1970, so that is when it was.
    const isKnown = moment.seconds >= 0;
    this.seconds = isKnown ? moment.seconds : 0;
    this.nanos = isKnown ? moment.nanos : 0;
    if (isKnown && bytes[moment.end - 1] === ZULU) this.#learn(bytes, from);
    return text;
  }

  /** Only what ends in Z is learnt: elsewhere the offset, which stands behind the second, belongs to it. */
  #learn(bytes: Uint8Array, from: number): void {
    const words = wordsOf(bytes);
    this.#word0 = words.getInt32(from, true);
    this.#word1 = words.getInt32(from + 4, true);
    this.#word2 = words.getInt32(from + 8, true);
    this.#word3 = words.getInt32(from + 12, true);
    this.#word4 = words.getInt32(from + SECOND - 4, true);
    this.#second = this.seconds;
  }
}

/** The number that four digits make, the first in the lowest byte; negative when they are not all digits. */
function fourDigits(word: number): number {
  const digits = word ^ 0x30303030;
  // Above 9 adding 6 carries into the upper half of the byte; a byte that was no 0x3_ has something there already.
  if (((digits | (digits + 0x06060606)) & 0xf0f0f0f0) !== 0) return -1;
  const pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff;
  return (pairs & 0xff) * 100 + (pairs >>> 16);
}

// The kernel in TypeScript: the same memory, the same functions, the same answers as what kernel.as.ts names, byte by byte instead of sixteen at once.

import { NEWLINE } from '../../core/text/line-end.ts';
import { type Stride, TWIN_COSTS } from './costs.ts';
import type { Kernel } from './kernel.ts';
import {
  BUCKET_HEADS,
  CANDIDATE_SIZE,
  CANDIDATES,
  CHAIN_HEADS,
  ENTRIES,
  ENTRY_ANCHOR,
  ENTRY_BACK,
  ENTRY_MASK,
  ENTRY_NEXT,
  ENTRY_RULE,
  ENTRY_SIZE,
  FLAG_SHIFT,
  FOLD4,
  HASH_MULTIPLIER,
  HASH_SHIFT,
  LAST_LINES,
  MAX_CANDIDATES,
  NIBBLE_MASKS,
  NO_ENTRY,
  PADDING,
  PROBE_TABLE,
  RESULT_COUNT,
  RESULT_RESUME,
  STATE_LINE_END,
  STATE_LINE_START,
  TEXT,
} from './layout.ts';
import { readLinesPlainly } from './line-reader-twin.ts';
import { bucketsByByte } from './nibbles.ts';

export class TwinKernel implements Kernel {
  readonly costs = TWIN_COSTS;

  bytes = new Uint8Array(TEXT + PADDING);
  #words = new Int32Array(this.bytes.buffer);
  #halves = new Uint16Array(this.bytes.buffer);

  ensureText(size: number): boolean {
    const needed = TEXT + size + PADDING;
    if (needed <= this.bytes.length) return true;
    const larger = allocated(Math.ceil(needed / 65536) * 65536);
    if (larger === undefined) return false;
    larger.set(this.bytes);
    this.bytes = larger;
    this.#words = new Int32Array(larger.buffer);
    this.#halves = new Uint16Array(larger.buffer);
    return true;
  }

  scanStrided(from: number, end: number, stride: Stride): void {
    const { bytes } = this;
    const words = this.#words;
    for (let p = from; p < end; p += stride) {
      const word = (p & 3) === 0 ? (words[p >> 2] ?? 0) : wordAt(bytes, p);
      const product = Math.imul(word | FOLD4, HASH_MULTIPLIER);
      const flags = bytes[PROBE_TABLE + (product >>> HASH_SHIFT)] ?? 0;
      if (flags === 0 || ((flags >> ((product >>> FLAG_SHIFT) & 7)) & 1) === 0) continue;
      this.#follow(this.#halves[(CHAIN_HEADS >> 1) + (product >>> HASH_SHIFT)] ?? NO_ENTRY, p);
      if (!this.#isNearlyFull()) continue;
      this.#stopAt(p + stride);
      return;
    }
    this.#stopAt(end);
  }

  scanShort(from: number, end: number): void {
    const { bytes } = this;
    const [first, second, third, fourth] = [0, 1, 2, 3].map((place) =>
      bucketsByByte(bytes.subarray(NIBBLE_MASKS), place),
    );
    if (!first || !second || !third || !fourth) return;
    let before0 = 0;
    let before1 = 0;
    let before2 = 0;
    for (let p = from - 3; p < end; p++) {
      const byte = bytes[p] ?? 0;
      const found = before2 & (fourth[byte] ?? 0);
      before2 = before1 & (third[byte] ?? 0);
      before1 = before0 & (second[byte] ?? 0);
      before0 = first[byte] ?? 0;
      if (found !== 0 && p >= from) {
        for (let bits = found; bits !== 0; bits &= bits - 1) {
          const bucket = 31 - Math.clz32(bits & -bits);
          this.#follow(this.#halves[(BUCKET_HEADS >> 1) + bucket] ?? NO_ENTRY, p);
        }
      }
      if (((p - from) & 15) === 15 && this.#isNearlyFull()) {
        this.#stopAt(p + 1);
        return;
      }
    }
    this.#stopAt(end);
  }

  readLines(dead: number): number {
    return readLinesPlainly({ bytes: this.bytes, words: this.#words, halves: this.#halves }, dead);
  }

  #isNearlyFull(): boolean {
    return (this.#words[RESULT_COUNT >> 2] ?? 0) > MAX_CANDIDATES / 2;
  }

  #stopAt(p: number): void {
    this.#words[RESULT_RESUME >> 2] = p;
  }

  #follow(first: number, p: number): void {
    const { bytes } = this;
    const halves = this.#halves;
    for (let index = first; index !== NO_ENTRY; ) {
      const entry = ENTRIES + index * ENTRY_SIZE;
      const at = p - (halves[(entry + ENTRY_BACK) >> 1] ?? 0);
      let i = 0;
      while (i < 16 && ((bytes[at + i] ?? 0) & (bytes[entry + ENTRY_MASK + i] ?? 0)) === bytes[entry + i]) i++;
      if (i === 16) {
        this.#writeDown(at + (halves[(entry + ENTRY_ANCHOR) >> 1] ?? 0), halves[(entry + ENTRY_RULE) >> 1] ?? 0);
      }
      index = halves[(entry + ENTRY_NEXT) >> 1] ?? NO_ENTRY;
    }
  }

  #writeDown(at: number, rule: number): void {
    const words = this.#words;
    if (this.bytes[at] === NEWLINE) return;
    let lineStart = words[STATE_LINE_START >> 2] ?? 0;
    if (at < lineStart || at >= (words[STATE_LINE_END >> 2] ?? 0)) {
      lineStart = this.lineStartOf(at);
      words[STATE_LINE_START >> 2] = lineStart;
      words[STATE_LINE_END >> 2] = this.lineEndOf(at);
    }
    const last = (LAST_LINES >> 2) + rule;
    if (words[last] === lineStart) return;
    words[last] = lineStart;
    const count = words[RESULT_COUNT >> 2] ?? 0;
    const candidate = (CANDIDATES + count * CANDIDATE_SIZE) >> 2;
    words[candidate] = lineStart;
    words[candidate + 1] = words[STATE_LINE_END >> 2] ?? 0;
    words[candidate + 2] = rule;
    words[RESULT_COUNT >> 2] = count + 1;
  }

  lineStartOf(at: number): number {
    return this.bytes.lastIndexOf(NEWLINE, at - 1) + 1;
  }

  lineEndOf(at: number): number {
    return this.bytes.indexOf(NEWLINE, at);
  }

  countNewlines(from: number, end: number): number {
    let count = 0;
    for (let p = from; p < end; p++) if (this.bytes[p] === NEWLINE) count++;
    return count;
  }
}

function allocated(size: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(size);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const wordAt = (bytes: Uint8Array, p: number): number =>
  (bytes[p] ?? 0) | ((bytes[p + 1] ?? 0) << 8) | ((bytes[p + 2] ?? 0) << 16) | ((bytes[p + 3] ?? 0) << 24);

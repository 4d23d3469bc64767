// How often each four-byte gram occurs in the text at hand: what makes one window rarer than another.
import { FLAG_SHIFT, FOLD4, HASH_BITS, HASH_MULTIPLIER, HASH_SHIFT } from '../wasm/layout.ts';

/** The kernel's hash of four bytes, the first one lowest; they are folded already. */
export const hashOfGram = (gram: number): number => Math.imul(gram, HASH_MULTIPLIER) >>> HASH_SHIFT;

/** The bit that the kernel looks for at that hash. */
export const flagOfGram = (gram: number): number => 1 << ((Math.imul(gram, HASH_MULTIPLIER) >>> FLAG_SHIFT) & 7);

/** Bytes of text after which the counts are good enough; a power of two costs nothing to reason about. */
export const SAMPLE_BYTES = 1 << 17;

/** From this length on a quarter of the positions says enough. */
const LONG_TEXT = 1 << 12;

const EXCERPT_BYTES = 2048;
const MAX_EXCERPTS = 16;

/**
 * How often each four-byte gram occurs in a sample of the live text. It counts by the kernel's own hash, so what it
 * says of a gram is exactly how often the kernel will stop there, collisions included. Of a long text
 * it looks at every fourth position only, which costs a quarter and is as fair.
 */
export class Census {
  readonly #counts = new Uint32Array(1 << HASH_BITS);
  #size = 0;
  readonly #text: Uint8Array[] = [];
  #textSize = 0;

  /** Bytes seen so far. */
  get size(): number {
    return this.#size;
  }

  add(text: Uint8Array): void {
    const isLong = text.length >= LONG_TEXT;
    const quarter = text.length >>> 2;
    for (let i = 0; i < 4; i++) {
      // Each quarter is begun one byte later than the one before, so that lines of equal lengths hide nothing.
      if (isLong) this.#count(wordsFrom(text, i * quarter + i, (i + 1) * quarter), 4);
      else this.#count(wordsFrom(text, i, text.length), 1);
    }
    this.#size += text.length;
    this.#keep(text);
  }

  #count(grams: Int32Array, weight: number): void {
    const counts = this.#counts;
    for (let i = 0; i < grams.length; i++) {
      const hash = Math.imul((grams[i] ?? 0) | FOLD4, HASH_MULTIPLIER) >>> HASH_SHIFT;
      counts[hash] = (counts[hash] ?? 0) + weight;
    }
  }

  /** Pieces of the sample itself, for what cannot be told from grams. */
  get excerpts(): readonly Uint8Array[] {
    return this.#text;
  }

  #keep(text: Uint8Array): void {
    // Of many samples a little each: plans are made while nothing has been compiled yet, and each walks through all of it.
    const wanted = text.length >= LONG_TEXT ? text.length >>> 3 : text.length;
    const room = Math.min(wanted, EXCERPT_BYTES, MAX_EXCERPTS * EXCERPT_BYTES - this.#textSize);
    if (room <= 0) return;
    this.#text.push(text.slice(0, room));
    this.#textSize += room;
  }

  /** The frequency of a gram that was not seen: no gram is rarer. */
  get leastFrequency(): number {
    return 0.01 / (this.#size + 1);
  }

  /** How often a gram with this hash begins at a byte, from 0 to 1. Unseen ones count a little, for the samples are small. */
  frequency(hash: number): number {
    return ((this.#counts[hash] ?? 0) + 0.01) / (this.#size + 1);
  }
}

/** The words of four bytes from there on, the first byte lowest, as on every machine that Node runs on. */
function wordsFrom(text: Uint8Array, from: number, end: number): Int32Array {
  // A copy, because words lie at multiples of four only.
  const copy = new Uint8Array(text.subarray(from, end));
  return new Int32Array(copy.buffer, 0, copy.length >>> 2);
}

import { HASH_BITS } from '../wasm/layout.ts';

const MULTIPLIER = 0x9e3779b1;
const SHIFT = 32 - HASH_BITS;

/** The kernel's hash of four bytes, the first one lowest; they are folded already. */
export const hashOfGram = (gram: number): number => Math.imul(gram, MULTIPLIER) >>> SHIFT;

const FOLD4 = 0x20202020;

/** Bytes of text after which the counts are good enough; a power of two costs nothing to reason about. */
export const SAMPLE_BYTES = 1 << 19;

const EXCERPT_BYTES = 4096;
const MAX_EXCERPTS = 8;

/**
 * How often each four-byte gram occurs in a sample of the live text. It counts by the kernel's own hash, so what it
 * says of a gram is exactly how often the kernel will stop there, collisions included.
 */
export class Census {
  readonly #counts = new Uint32Array(1 << HASH_BITS);
  #size = 0;
  readonly #text: Uint8Array[] = [];
  #textSize = 0;

  /** Bytes counted so far. */
  get size(): number {
    return this.#size;
  }

  add(text: Uint8Array): void {
    const counts = this.#counts;
    let gram = 0;
    for (let i = 0; i < text.length; i++) {
      gram = (gram >>> 8) | ((text[i] ?? 0) << 24);
      if (i < 3) continue;
      const hash = Math.imul(gram | FOLD4, MULTIPLIER) >>> SHIFT;
      counts[hash] = (counts[hash] ?? 0) + 1;
    }
    this.#size += text.length;
    this.#keep(text);
  }

  /** Pieces of the sample itself, for what cannot be told from grams. */
  get excerpts(): readonly Uint8Array[] {
    return this.#text;
  }

  #keep(text: Uint8Array): void {
    const room = Math.min(text.length, EXCERPT_BYTES, MAX_EXCERPTS * EXCERPT_BYTES - this.#textSize);
    if (room <= 0) return;
    this.#text.push(text.slice(0, room));
    this.#textSize += room;
  }

  /** How often a gram with this hash begins at a byte, from 0 to 1. Unseen ones count a little, for the samples are small. */
  frequency(hash: number): number {
    return ((this.#counts[hash] ?? 0) + 0.01) / (this.#size + 1);
  }
}

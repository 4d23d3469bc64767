// The states of a lazy DFA, each stored once: a set of threads and what belongs to it, found again by content.
import type { ThreadSet } from './stepper.ts';

/** What a state is. */
export interface StateContent {
  readonly threads: ThreadSet;
  /** Where the decoder stands in the middle of a character; the threads are then those before it. 0: between characters. */
  readonly node: number;
  /** The number of the set of patterns that are found to match on entering the state; 0: none. */
  readonly report: number;
}

const FIELDS = 5;
const [AT, COUNT, BEFORE, NODE, REPORT] = [0, 1, 2, 3, 4];

/** Bytes that a state takes beside its threads: the fields and two places in the hash table. */
const STATE_BYTES = 4 * FIELDS + 8;

export class StateStore {
  /** The threads of all states: for each word that is not zero its place and the word. Most sets are nearly empty. */
  #pairs = new Int32Array(64);
  #pairsUsed = 0;
  #fields = new Int32Array(16 * FIELDS);
  /** Open addressing: state number + 1, or 0. Never more than half full. */
  #slots = new Int32Array(32);
  #count = 0;
  readonly #scratch: Int32Array;

  /** @param words the words of a set of threads. */
  constructor(words: number) {
    this.#scratch = new Int32Array(2 * words);
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes in use. */
  get usedBytes(): number {
    return 4 * this.#pairsUsed + STATE_BYTES * this.#count;
  }

  /** Bytes allocated: arrays double, so up to twice what is in use. */
  get byteSize(): number {
    return this.#pairs.byteLength + this.#fields.byteLength + this.#slots.byteLength;
  }

  clear(): void {
    this.#count = 0;
    this.#pairsUsed = 0;
    this.#slots.fill(0);
  }

  /** The number of the state with this content, stored now if it was not known. */
  intern(content: StateContent): number {
    const length = this.#pack(content.threads.words);
    let slot = this.#hash(content, length) & (this.#slots.length - 1);
    for (;;) {
      const state = (this.#slots[slot] ?? 0) - 1;
      if (state < 0) break;
      if (this.#isEqual(state, content, length)) return state;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    this.#slots[slot] = this.#count + 1;
    this.#append(content, length);
    if (2 * this.#count >= this.#slots.length) this.#rehash();
    return this.#count - 1;
  }

  /** Copies the threads of a state to `into`. */
  load(state: number, into: ThreadSet): void {
    const at = this.#field(state, AT);
    const end = at + this.#field(state, COUNT);
    into.words.fill(0);
    for (let i = at; i < end; i += 2) into.words[this.#pairs[i] ?? 0] = this.#pairs[i + 1] ?? 0;
    into.before = this.#field(state, BEFORE);
  }

  nodeOf(state: number): number {
    return this.#field(state, NODE);
  }

  reportOf(state: number): number {
    return this.#field(state, REPORT);
  }

  #field(state: number, field: number): number {
    return this.#fields[state * FIELDS + field] ?? 0;
  }

  /** Writes the words that are not zero to the scratch, as pairs, and gives the length. */
  #pack(words: Int32Array): number {
    let length = 0;
    for (let word = 0; word < words.length; word++) {
      const bits = words[word] ?? 0;
      if (bits === 0) continue;
      this.#scratch[length++] = word;
      this.#scratch[length++] = bits;
    }
    return length;
  }

  #hash({ threads, node, report }: StateContent, length: number): number {
    return mix(this.#scratch, {
      from: 0,
      end: length,
      seed: threads.before + 8 * node + Math.imul(report, 0x85ebca6b),
    });
  }

  #append({ threads, node, report }: StateContent, length: number): void {
    this.#pairs = grown(this.#pairs, this.#pairsUsed + length);
    this.#fields = grown(this.#fields, (this.#count + 1) * FIELDS);
    for (let i = 0; i < length; i++) this.#pairs[this.#pairsUsed + i] = this.#scratch[i] ?? 0;
    this.#fields.set([this.#pairsUsed, length, threads.before, node, report], this.#count * FIELDS);
    this.#pairsUsed += length;
    this.#count++;
  }

  #isEqual(state: number, { threads, node, report }: StateContent, length: number): boolean {
    if (this.#field(state, COUNT) !== length || this.#field(state, BEFORE) !== threads.before) return false;
    if (this.#field(state, NODE) !== node || this.#field(state, REPORT) !== report) return false;
    const at = this.#field(state, AT);
    for (let i = 0; i < length; i++) if (this.#pairs[at + i] !== this.#scratch[i]) return false;
    return true;
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let state = 0; state < this.#count; state++) {
      const from = this.#field(state, AT);
      const seed = this.#field(state, BEFORE) + 8 * this.nodeOf(state) + Math.imul(this.reportOf(state), 0x85ebca6b);
      let slot = mix(this.#pairs, { from, end: from + this.#field(state, COUNT), seed }) & (this.#slots.length - 1);
      while (this.#slots[slot]) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = state + 1;
    }
  }
}

/** A hash of values[from, end). */
function mix(values: Int32Array, { from, end, seed }: { from: number; end: number; seed: number }): number {
  let mixed = Math.imul(seed, 0x9e3779b1);
  for (let i = from; i < end; i++) {
    mixed = Math.imul(mixed ^ (values[i] ?? 0), 0x85ebca6b);
    mixed ^= mixed >>> 15;
  }
  return mixed ^ (mixed >>> 13);
}

function grown(array: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  if (needed <= array.length) return array;
  const larger = new Int32Array(Math.max(needed, 2 * array.length));
  larger.set(array);
  return larger;
}

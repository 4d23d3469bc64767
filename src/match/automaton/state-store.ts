// The states of a lazy DFA, each stored once: a sorted list of threads and what belongs to it, found again by content.
import type { ThreadList } from './stepper.ts';

/** What a state is. */
export interface StateContent {
  /** Sorted. */
  readonly threads: ThreadList;
  /** Where the decoder stands in the middle of a character; the threads are then those before the character. 0: between characters. */
  readonly node: number;
  /** The number of the set of patterns that are found to match on entering the state; 0: none. */
  readonly report: number;
}

const FIELDS = 5;
const [AT, COUNT, BEFORE, NODE, REPORT] = [0, 1, 2, 3, 4];

/** Bytes that a state takes beside its row in the table and its threads: the fields and two places in the hash table. */
export const STATE_BYTES = 4 * FIELDS + 8;

export class StateStore {
  readonly #maxThreads: number;
  #threads = new Int32Array(64);
  #threadsUsed = 0;
  #fields = new Int32Array(16 * FIELDS);
  /** Open addressing: state number + 1, or 0. Always at most half full. */
  #slots = new Int32Array(32);
  #count = 0;

  /** @param maxThreads most threads held by all states together. */
  constructor(maxThreads: number) {
    this.#maxThreads = maxThreads;
  }

  get count(): number {
    return this.#count;
  }

  get byteSize(): number {
    return this.#threads.byteLength + this.#fields.byteLength + this.#slots.byteLength;
  }

  hasRoomFor(threads: number): boolean {
    return this.#threadsUsed + threads <= this.#maxThreads;
  }

  clear(): void {
    this.#count = 0;
    this.#threadsUsed = 0;
    this.#slots.fill(0);
  }

  /** The number of the state with this content, stored now if it was not known. */
  intern(content: StateContent): number {
    let slot = hash(content) & (this.#slots.length - 1);
    for (;;) {
      const state = (this.#slots[slot] ?? 0) - 1;
      if (state < 0) break;
      if (this.#isEqual(state, content)) return state;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    this.#slots[slot] = this.#count + 1;
    this.#append(content);
    if (2 * this.#count >= this.#slots.length) this.#rehash();
    return this.#count - 1;
  }

  /** Copies the threads of a state to `into`. */
  load(state: number, into: ThreadList): void {
    const at = this.#field(state, AT);
    into.count = this.#field(state, COUNT);
    into.before = this.#field(state, BEFORE);
    for (let i = 0; i < into.count; i++) into.items[i] = this.#threads[at + i] ?? 0;
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

  #append({ threads: { items, count, before }, node, report }: StateContent): void {
    this.#threads = grown(this.#threads, this.#threadsUsed + count);
    this.#fields = grown(this.#fields, (this.#count + 1) * FIELDS);
    for (let i = 0; i < count; i++) this.#threads[this.#threadsUsed + i] = items[i] ?? 0;
    this.#fields.set([this.#threadsUsed, count, before, node, report], this.#count * FIELDS);
    this.#threadsUsed += count;
    this.#count++;
  }

  #isEqual(state: number, { threads: { items, count, before }, node, report }: StateContent): boolean {
    if (this.#field(state, COUNT) !== count || this.#field(state, BEFORE) !== before) return false;
    if (this.#field(state, NODE) !== node || this.#field(state, REPORT) !== report) return false;
    const at = this.#field(state, AT);
    for (let i = 0; i < count; i++) if (this.#threads[at + i] !== items[i]) return false;
    return true;
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let state = 0; state < this.#count; state++) {
      const [at, count] = [this.#field(state, AT), this.#field(state, COUNT)];
      const items = this.#threads.subarray(at, at + count);
      const threads = { items, count, before: this.#field(state, BEFORE) };
      let slot = hash({ threads, node: this.nodeOf(state), report: this.reportOf(state) }) & (this.#slots.length - 1);
      while (this.#slots[slot]) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = state + 1;
    }
  }
}

function hash({ threads: { items, count, before }, node, report }: StateContent): number {
  let mixed = Math.imul(before + 8 * node, 0x9e3779b1) ^ Math.imul(report, 0x85ebca6b);
  for (let i = 0; i < count; i++) mixed = Math.imul(mixed ^ (items[i] ?? 0), 0x01000193) ^ (mixed >>> 15);
  return mixed ^ (mixed >>> 13);
}

function grown(array: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  if (needed <= array.length) return array;
  const larger = new Int32Array(Math.max(needed, 2 * array.length));
  larger.set(array);
  return larger;
}

// Writes a plan into the kernel's memory: flags, chains and the bytes to compare.
import {
  BUCKET_HEADS,
  CHAIN_HEADS,
  ENTRIES,
  ENTRY_ANCHOR,
  ENTRY_BACK,
  ENTRY_MASK,
  ENTRY_NEXT,
  ENTRY_RULE,
  ENTRY_SIZE,
  HASH_BITS,
  MAX_ENTRIES,
  NIBBLE_MASKS,
  NO_ENTRY,
  PROBE_TABLE,
} from '../wasm/layout.ts';
import { sharedBits } from './byte-set.ts';
import { hashOfGram } from './census.ts';
import { insideLine } from './clue.ts';
import type { Plan, PlannedRule } from './plan.ts';
import { COMPARED, compareFrom, eachGram, type Window } from './window.ts';

const BUCKETS = 8;

/** Fills the tables of one memory. Rules that no longer fit are left out and handed back: somebody else must look for them. */
export class TableWriter {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #entries = 0;

  constructor(memory: Uint8Array) {
    this.#bytes = memory;
    this.#view = new DataView(memory.buffer);
  }

  write(plan: Plan): number[] {
    this.#bytes.fill(0, PROBE_TABLE, PROBE_TABLE + (1 << HASH_BITS));
    this.#bytes.fill(255, CHAIN_HEADS, CHAIN_HEADS + 2 * (1 << HASH_BITS));
    this.#bytes.fill(0, NIBBLE_MASKS, NIBBLE_MASKS + 4 * 32);
    this.#bytes.fill(255, BUCKET_HEADS, BUCKET_HEADS + 2 * BUCKETS);
    this.#entries = 0;
    const leftOut: number[] = [];
    for (const planned of [...plan.strided].sort(byGrams(plan.stride))) {
      if (!this.#fits(gramCount(planned, plan.stride))) leftOut.push(planned.rule);
      else for (const window of planned.windows) this.#writeStrided(planned.rule, window, plan.stride);
    }
    for (const [bucket, { rule, window }] of inBuckets(plan.short)) this.#writeShort(rule, window, bucket);
    return leftOut;
  }

  #fits(more: number): boolean {
    return this.#entries + more <= MAX_ENTRIES - SHORT_RESERVE;
  }

  /** Whichever position the stride meets, the gram there is flagged and leads to the window. */
  #writeStrided(rule: number, window: Window, stride: number): void {
    for (let at = window.at; at < window.at + stride; at++) {
      const hashes = new Set<number>();
      eachGram(window.row, at, (gram) => hashes.add(hashOfGram(gram)));
      for (const hash of hashes) {
        this.#bytes[PROBE_TABLE + hash] = 1;
        this.#writeEntry(CHAIN_HEADS + 2 * hash, { rule, window, probe: at });
      }
    }
  }

  /** A byte may stand at a place of the fingerprint only if both its nibbles carry the bucket's bit there. */
  #writeShort(rule: number, window: Window, bucket: number): void {
    for (let place = 0; place < 4; place++) {
      for (const byte of window.row[window.at + place] ?? []) {
        const masks = NIBBLE_MASKS + 32 * place;
        this.#setBit(masks + (byte & 15), bucket);
        this.#setBit(masks + 16 + (byte >> 4), bucket);
      }
    }
    this.#writeEntry(BUCKET_HEADS + 2 * bucket, { rule, window, probe: window.at + 3 });
  }

  #setBit(at: number, bit: number): void {
    this.#bytes[at] = (this.#bytes[at] ?? 0) | (1 << bit);
  }

  #writeEntry(head: number, { rule, window, probe }: { rule: number; window: Window; probe: number }): void {
    const entry = ENTRIES + ENTRY_SIZE * this.#entries;
    const from = compareFrom(window.row.length, window.at, window.width);
    for (let i = 0; i < COMPARED; i++) {
      const set = window.row[from + i];
      const { value, mask } = set ? sharedBits(set) : { value: 0, mask: 0 };
      this.#bytes[entry + i] = value;
      this.#bytes[entry + ENTRY_MASK + i] = mask;
    }
    this.#view.setUint16(entry + ENTRY_BACK, probe - from, true);
    this.#view.setUint16(entry + ENTRY_ANCHOR, insideLine(window.row, window.at) - from, true);
    this.#view.setUint16(entry + ENTRY_RULE, rule, true);
    this.#view.setUint16(entry + ENTRY_NEXT, this.#view.getUint16(head, true), true);
    this.#view.setUint16(head, this.#entries, true);
    this.#entries++;
  }
}

/** Entries kept for the short pass, which has one a window. */
const SHORT_RESERVE = 256;

const byGrams =
  (stride: number) =>
  (a: PlannedRule, b: PlannedRule): number =>
    gramCount(a, stride) - gramCount(b, stride);

function gramCount({ windows }: PlannedRule, stride: number): number {
  let count = 0;
  for (const { row, at } of windows) {
    for (let i = at; i < at + stride; i++) eachGram(row, i, () => count++);
  }
  return count;
}

/** Windows that begin alike share a bucket, so that the buckets' nibbles mix as little as may be. */
function inBuckets(rules: readonly PlannedRule[]): [number, { rule: number; window: Window }][] {
  const all = rules.flatMap(({ rule, windows }) => windows.map((window) => ({ rule, window })));
  const key = ({ window: { row, at } }: { window: Window }): string =>
    row
      .slice(at, at + 4)
      .map((set) => String.fromCharCode(set.length > 32 ? 0xff : (set[0] ?? 0)))
      .join('');
  all.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return all.map((one, i) => [Math.floor((i * BUCKETS) / all.length), one]);
}

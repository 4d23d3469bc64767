// Writes a plan into the kernel's memory: flags, chains and the bytes to compare.
import {
  BUCKET_HEADS,
  CHAIN_HEADS,
  ENTRIES,
  ENTRY_ANCHOR,
  ENTRY_BACK,
  ENTRY_NEXT,
  ENTRY_RULE,
  ENTRY_SIZE,
  FOLD_VECTOR,
  FOLD4,
  HASH_BITS,
  HASH_MULTIPLIER,
  MAX_ENTRIES,
  MULTIPLIER_VECTOR,
  NIBBLE_MASKS,
  NIBBLE_VECTOR,
  PROBE_TABLE,
} from '../wasm/layout.ts';
import { BUCKETS, PLACES } from '../wasm/nibbles.ts';
import { ANY_BYTE, sharedBits } from './byte-set.ts';
import { flagOfGram, hashOfGram } from './census.ts';
import { inBuckets, nibbleMasks, placeOf } from './fingerprints.ts';
import { GramSpeller, gramCount } from './grams.ts';
import type { Plan } from './plan.ts';
import { COMPARED, compareFrom, insideLine, type PlannedRule, type Window } from './window.ts';

/** Fills the tables of one memory. Rules that no longer fit are left out and handed back: somebody else must look for them. */
export class TableWriter {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #speller = new GramSpeller();
  #entries = 0;

  constructor(memory: Uint8Array) {
    this.#bytes = memory;
    this.#view = new DataView(memory.buffer);
  }

  write(plan: Plan): number[] {
    this.#bytes.fill(0, PROBE_TABLE, PROBE_TABLE + (1 << HASH_BITS));
    this.#bytes.fill(255, CHAIN_HEADS, CHAIN_HEADS + 2 * (1 << HASH_BITS));
    this.#bytes.fill(255, BUCKET_HEADS, BUCKET_HEADS + 2 * BUCKETS);
    this.#entries = 0;
    this.#writeVectors();
    const leftOut: number[] = [];
    const sized = plan.strided.map((planned) => ({ planned, grams: entryCount(planned) }));
    for (const { planned, grams } of sized.sort((a, b) => a.grams - b.grams)) {
      if (!this.#fits(grams)) leftOut.push(planned.rule);
      else for (const window of planned.windows) this.#writeStrided(planned.rule, window);
    }
    const fingerprints = inBuckets(plan.short);
    this.#bytes.set(nibbleMasks(fingerprints), NIBBLE_MASKS);
    for (const { rule, window, bucket } of fingerprints) {
      this.#writeEntry(BUCKET_HEADS + 2 * bucket, { rule, window, probe: placeOf(window) + PLACES - 1 });
    }
    return leftOut;
  }

  #writeVectors(): void {
    for (let lane = 0; lane < 16; lane += 4) {
      this.#view.setUint32(FOLD_VECTOR + lane, FOLD4, true);
      this.#view.setUint32(MULTIPLIER_VECTOR + lane, HASH_MULTIPLIER, true);
      this.#view.setUint32(NIBBLE_VECTOR + lane, 0x0f0f0f0f, true);
    }
  }

  #fits(more: number): boolean {
    return this.#entries + more <= MAX_ENTRIES - SHORT_RESERVE;
  }

  /** Whichever position the stride meets, the gram there is flagged and leads to the window. */
  #writeStrided(rule: number, window: Window): void {
    for (const at of window.probes) {
      const hashes = new Set<number>();
      const count = this.#speller.spell(window.row, at);
      for (let i = 0; i < count; i++) {
        const gram = this.#speller.grams[i] ?? 0;
        const hash = hashOfGram(gram);
        const place = PROBE_TABLE + hash;
        this.#bytes[place] = (this.#bytes[place] ?? 0) | flagOfGram(gram);
        hashes.add(hash);
      }
      for (const hash of hashes) this.#writeEntry(CHAIN_HEADS + 2 * hash, { rule, window, probe: at });
    }
  }

  #writeEntry(head: number, { rule, window, probe }: { rule: number; window: Window; probe: number }): void {
    const entry = ENTRIES + ENTRY_SIZE * this.#entries;
    const { from, bytes, anchor } = compared(window);
    this.#bytes.set(bytes, entry);
    this.#view.setUint16(entry + ENTRY_BACK, probe - from, true);
    this.#view.setUint16(entry + ENTRY_ANCHOR, anchor, true);
    this.#view.setUint16(entry + ENTRY_RULE, rule, true);
    this.#view.setUint16(entry + ENTRY_NEXT, this.#view.getUint16(head, true), true);
    this.#view.setUint16(head, this.#entries, true);
    this.#entries++;
  }
}

/** Entries kept for the short pass, which has one a window. */
const SHORT_RESERVE = 256;

/** Entries that a rule takes at most: one for each gram of its windows. */
function entryCount({ windows }: PlannedRule): number {
  let count = 0;
  for (const { row, probes } of windows) for (const at of probes) count += gramCount(row, at);
  return count;
}

interface Compared {
  /** The place of the row where the compared bytes begin. */
  readonly from: number;
  /** Values, then masks, as an entry has them. */
  readonly bytes: Uint8Array;
  /** From `from` to a byte that is inside of the line. */
  readonly anchor: number;
}

/** A window has as many entries as it has grams, and they all compare the same. */
const comparedOf = new WeakMap<Window, Compared>();

function compared(window: Window): Compared {
  let known = comparedOf.get(window);
  if (known === undefined) {
    const from = compareFrom(window.row.length, window.probes);
    const bytes = new Uint8Array(2 * COMPARED);
    for (let i = 0; i < COMPARED && from + i < window.row.length; i++) {
      const { value, mask } = sharedBits(window.row[from + i] ?? ANY_BYTE);
      bytes[i] = value;
      bytes[COMPARED + i] = mask;
    }
    known = { from, bytes, anchor: insideLine(window.row, from) - from };
    comparedOf.set(window, known);
  }
  return known;
}

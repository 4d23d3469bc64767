// The lazily built DFA: a table of transitions that is filled in as lines need it, within a bound of memory.

import { OTHER, START, WORD } from '../program/context.ts';
import type { Program } from '../program/program.ts';
import { BROKEN, nodeEntry } from '../text/decoder.ts';
import type { Scratch } from './scratch.ts';
import { StateStore } from './state-store.ts';
import { Stepper, type ThreadSet } from './stepper.ts';

/** The transition has not been needed yet: ask `follow`. */
export const UNKNOWN = -1;
/** Nothing can match any more on this line. */
export const DEAD = -2;
/** `follow` only: the cache is full again so soon that it does not pay; go on with `threadsAt` and a simulation. */
export const GIVE_UP = -3;
/** Entries at or below lead to a state on whose entry patterns are found to match; `reportEntry` gives its row. */
export const FIRST_REPORT = -4;

/** Codes a row as a reporting entry, and the other way round. */
export const reportEntry = (row: number): number => FIRST_REPORT - row;

/** RE2's measure: a cache that served fewer bytes than this for each of its states was not worth building. */
export const BYTES_PER_STATE = 10;

/** Whatever the bound is, so many states may be held, or no step could be made. */
const MIN_STATES = 8;

/** Enough for what RE2 holds in the 8 MiB that it allows itself; nearly all patterns need some kilobytes. */
const DEFAULT_MAX_BYTES = 8 << 20;

export class Transitions {
  /** Row by row, state by state; one column for each kind of byte and a last one for the end of the line. */
  table: Int32Array;
  /** Columns of a row. A state is known by the place of its row: its number times this. */
  readonly width: number;
  /** The column of each byte. */
  readonly columns: Uint8Array;
  readonly endColumn: number;
  /** Where every line starts. It changes when the cache is emptied. */
  startRow = 0;
  readonly stepper: Stepper;

  readonly #program: Program;
  /** As arrays grow by doubling, the bound is kept by using half of what rows of bits leave of it. */
  readonly #maxUsedBytes: number;
  #states: StateStore;
  #reports: Int32Array[] = [new Int32Array()];
  #reportNumbers = new Map<string, number>();
  #reportBytes = 0;
  #here: ThreadSet;
  #there: ThreadSet;
  #begunAt = 0;
  #generation = 0;

  /** @param maxBytes bound of the bytes that table, states and rows of bits may take; when it is reached they are forgotten and built anew. */
  constructor(program: Program, maxBytes = DEFAULT_MAX_BYTES, scratch?: Scratch) {
    this.#program = program;
    this.stepper = new Stepper(program, { maxRowBytes: maxBytes / 4, ...(scratch && { scratch }) });
    this.#here = this.stepper.newSet();
    this.#there = this.stepper.newSet();
    this.columns = program.decoder.columns;
    this.endColumn = program.decoder.columnCount;
    this.width = this.endColumn + 1;
    this.#maxUsedBytes = (maxBytes / 4) * 1.5;
    this.#states = new StateStore(this.#here.words.length);
    this.table = new Int32Array(MIN_STATES * this.width);
    this.#begin();
  }

  /** Bytes of the table, the states and the stepper's rows, which the bound is for. */
  get cacheBytes(): number {
    return this.table.byteLength + this.#states.byteSize + this.#reportBytes + this.stepper.rowBytes;
  }

  /** All bytes held. */
  get byteSize(): number {
    return this.cacheBytes + this.stepper.byteSize + this.#program.byteSize;
  }

  /** Another number after the cache was begun anew: whoever noted rows must forget them. */
  get generation(): number {
    return this.#generation;
  }

  /** The position at which the cache was begun. */
  get begunAt(): number {
    return this.#begunAt;
  }

  /** Gives back the memory of table and states, to begin anew at a position; what `threadsAt` gave last stays. */
  forgetStates(position: number): void {
    this.#states = new StateStore(this.#here.words.length);
    this.table = new Int32Array(MIN_STATES * this.width);
    this.#begin(position);
  }

  get stateCount(): number {
    return this.#states.count;
  }

  /** The patterns that are found to match on entering the state of a row. */
  matchedOn(row: number): Int32Array {
    return this.#reports[this.#states.reportOf(row / this.width)] ?? this.stepper.matchedAtStart;
  }

  /** The threads of a row's state, and how many bytes of an unfinished character were read since they stood so. */
  threadsAt(row: number): { readonly threads: ThreadSet; readonly unfinished: number } {
    const state = row / this.width;
    this.#states.load(state, this.#here);
    return { threads: this.#here, unfinished: this.#program.decoder.depths[this.#states.nodeOf(state)] ?? 0 };
  }

  /**
   * The transition from a row that the table does not hold yet; it is entered there. `position` grows with every byte
   * that is read, over all lines, and measures whether the cache is worth its building.
   */
  follow(row: number, column: number, position: number): number {
    const full = !this.#hasRoom();
    if (full && position - this.#begunAt < BYTES_PER_STATE * this.#states.count) return GIVE_UP;
    const state = row / this.width;
    const node = this.#states.nodeOf(state);
    this.#states.load(state, this.#here);
    if (full) this.#begin(position);
    const entry = this.#make(node, column);
    if (!full) this.table[row + column] = entry;
    return entry;
  }

  /** Forgets everything but the start. */
  #begin(position = 0): void {
    this.#begunAt = position;
    this.#generation++;
    this.#states.clear();
    this.#reports = [new Int32Array()];
    this.#reportNumbers = new Map();
    this.#reportBytes = 0;
    this.table.fill(UNKNOWN);
    this.startRow = this.#rowOf({ words: new Int32Array(), before: START }, 0, 0);
  }

  #hasRoom(): boolean {
    const used = this.#states.usedBytes + this.#reportBytes + 4 * this.width * this.#states.count;
    return used < this.#maxUsedBytes || this.#states.count < MIN_STATES;
  }

  /** Where the threads in `#here` come to, when the decoder stands at `node` and a byte of `column` (or the end) follows. */
  #make(node: number, column: number): number {
    const { decoder, symbolCount } = this.#program;
    const found: number[] = [];
    const atEnd = column === this.endColumn;
    let entry = atEnd ? BROKEN : (decoder.entries[node * decoder.columnCount + column] ?? BROKEN);
    if (entry === BROKEN) {
      // The bytes since the threads stood so are no character: each is a U+FFFD of its own, and this byte begins anew.
      for (let bytes = decoder.depths[node] ?? 0; bytes > 0; bytes--) this.#step(decoder.invalidSymbol, found);
      entry = atEnd ? symbolCount : (decoder.entries[column] ?? 0);
    }
    if (entry >= 0) this.#step(entry, found);
    const nextNode = entry >= 0 ? 0 : nodeEntry(entry);
    if (found.length > 0) return this.#reporting(found, nextNode);
    if (nextNode === 0 && (atEnd || this.stepper.isDead(this.#here))) return DEAD;
    return this.#rowOf(this.#here, nextNode, 0);
  }

  #step(symbol: number, found: number[]): void {
    const { stepper } = this;
    stepper.step(this.#here, symbol, this.#there);
    for (let i = 0; i < stepper.matchedCount; i++) found.push(stepper.matched[i] ?? 0);
    [this.#here, this.#there] = [this.#there, this.#here];
  }

  #reporting(found: readonly number[], node: number): number {
    const matched = Int32Array.from(new Set(found)).sort();
    const key = matched.join();
    let report = this.#reportNumbers.get(key);
    if (report === undefined) {
      report = this.#reports.push(matched) - 1;
      this.#reportNumbers.set(key, report);
      this.#reportBytes += 2 * (matched.byteLength + key.length);
    }
    // With one pattern nothing is left to find: all its reporting states are one.
    const isLast = this.#program.roots.length === 1;
    if (isLast) this.#here.words.fill(0);
    return reportEntry(this.#rowOf(this.#here, isLast ? 0 : node, report));
  }

  #rowOf(threads: ThreadSet, node: number, report: number): number {
    if (threads.before === WORD && !this.stepper.heedsWord(threads)) threads.before = OTHER;
    const row = this.#states.intern({ threads, node, report }) * this.width;
    if (row >= this.table.length) this.#growTable();
    return row;
  }

  #growTable(): void {
    const larger = new Int32Array(2 * this.table.length);
    larger.set(this.table);
    larger.fill(UNKNOWN, this.table.length);
    this.table = larger;
  }
}

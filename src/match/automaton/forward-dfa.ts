// One pattern, read from the line's beginning: by the lazy DFA as long as that pays, else by simulation.
import type { Program } from '../program/program.ts';
import type { Span } from '../text/symbol-reader.ts';
import { DfaCache, type DfaOptions } from './dfa-cache.ts';
import { Simulation } from './simulation.ts';
import type { ThreadSet } from './stepper.ts';
import { DEAD, FIRST_REPORT, GIVE_UP, UNKNOWN } from './transitions.ts';

/** Reads lines from their beginning, by a table as long as that pays, else by simulation. */
export class ForwardDfa {
  readonly #cache: DfaCache;
  /** The pattern matches before the first character, as the empty one does. */
  readonly #matchesAll: boolean;
  readonly #instead: ((line: Span) => boolean) | undefined;
  #simulation: Simulation | undefined;

  /** @param instead judges a line for which the table does not pay, in place of the simulation. */
  constructor(program: Program, options: DfaOptions, instead?: (line: Span) => boolean) {
    this.#instead = instead;
    this.#cache = new DfaCache(program, options);
    this.#matchesAll = this.#cache.transitions.stepper.matchedAtStart.length > 0;
  }

  /** Bytes of the cache, which `maxBytes` bounds. */
  get cacheBytes(): number {
    return this.#cache.cacheBytes;
  }

  /** All bytes held now, the program's among them. */
  get byteSize(): number {
    return this.#cache.transitions.byteSize;
  }

  get stateCount(): number {
    return this.#cache.transitions.stateCount;
  }

  /** It will not be used again: others may have the room. */
  release(): void {
    this.#cache.release();
  }

  /** Whether the line bytes[start, end) matches. `end` is exclusive and already without `\n` and the `\r` before it. */
  test(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#matchesAll) return true;
    const cache = this.#cache;
    const { transitions } = cache;
    if (cache.isResting()) return this.#simulate({ bytes, from: start, end }, transitions.startRow);
    const columns = transitions.columns;
    let row = transitions.startRow;
    let at = start;
    for (;;) {
      // The loop in which nearly all time is spent holds nothing but the two look-ups.
      const table = transitions.table;
      let next = row;
      while (at < end) {
        next = table[row + (columns[bytes[at] ?? 0] ?? 0)] ?? UNKNOWN;
        if (next < 0) break;
        row = next;
        at++;
      }
      if (at >= end) break;
      if (next === UNKNOWN) next = cache.follow(row, columns[bytes[at] ?? 0] ?? 0, at - start);
      if (next < 0) {
        cache.hasRead(at - start);
        if (next !== GIVE_UP) return next !== DEAD;
        return this.#instead?.({ bytes, from: start, end }) ?? this.#giveUp({ bytes, from: at, end }, row);
      }
      row = next;
      at++;
    }
    cache.hasRead(end - start);
    return this.#matchesAtEnd(row, { bytes, from: end, end });
  }

  #matchesAtEnd(row: number, rest: Span): boolean {
    const { transitions } = this.#cache;
    let next = transitions.table[row + transitions.endColumn] ?? UNKNOWN;
    if (next === UNKNOWN) next = this.#cache.follow(row, transitions.endColumn, 0);
    return next === GIVE_UP ? this.#giveUp(rest, row) : next <= FIRST_REPORT;
  }

  #giveUp(rest: Span, row: number): boolean {
    const { threads, unfinished } = this.#cache.transitions.threadsAt(row);
    this.#cache.giveUp();
    return this.#runThreads(threads, { ...rest, from: rest.from - unfinished });
  }

  #simulate(line: Span, row: number): boolean {
    return this.#runThreads(this.#cache.transitions.threadsAt(row).threads, line);
  }

  #runThreads(threads: ThreadSet, span: Span): boolean {
    const cache = this.#cache;
    this.#simulation ??= new Simulation(cache.transitions.stepper);
    let matched = false;
    cache.hasRead(span.end - span.from);
    const rows = cache.transitions.stepper.rowBytes;
    this.#simulation.run(threads, span, () => {
      matched = true;
      return true;
    });
    if (cache.transitions.stepper.rowBytes !== rows) cache.rowsChanged();
    return matched;
  }
}

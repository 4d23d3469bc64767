// One pattern, read from the line's beginning: by the lazy DFA as long as that pays, else by simulation.
import type { Program } from '../program/program.ts';
import type { Span } from '../text/symbol-reader.ts';
import { Simulation } from './simulation.ts';
import { DEAD, type DfaOptions, FIRST_REPORT, GIVE_UP, Transitions, UNKNOWN } from './transitions.ts';

/** Bytes for which a rule whose table did not pay is simulated, for each state that it had built, before it tries again. */
const REST_PER_STATE = 10;

/** Reads lines from their beginning, by a table as long as that pays, else by simulation. */
export class ForwardDfa {
  readonly #transitions: Transitions;
  /** The pattern matches before the first character, as the empty one does. */
  readonly #matchesAll: boolean;
  readonly #instead: ((line: Span) => boolean) | undefined;
  #simulation: Simulation | undefined;
  /** Bytes read so far, over all lines. */
  #read = 0;
  /** Until so many bytes have been read, lines are simulated. */
  #restUntil = 0;

  /** @param instead judges a line for which the table does not pay, in place of the simulation. */
  constructor(program: Program, options: DfaOptions, instead?: (line: Span) => boolean) {
    this.#instead = instead;
    this.#transitions = new Transitions(program, options);
    this.#matchesAll = this.#transitions.stepper.matchedAtStart.length > 0;
  }

  /** Bytes of the cache, which `maxBytes` bounds. */
  get cacheBytes(): number {
    return this.#transitions.cacheBytes;
  }

  /** All bytes held now, the program's among them. */
  get byteSize(): number {
    return this.#transitions.byteSize;
  }

  get stateCount(): number {
    return this.#transitions.stateCount;
  }

  /** Whether the line bytes[start, end) matches. `end` is exclusive and already without `\n` and the `\r` before it. */
  test(bytes: Uint8Array, start: number, end: number): boolean {
    const transitions = this.#transitions;
    if (this.#matchesAll) return true;
    if (this.#read < this.#restUntil) return this.#simulate({ bytes, from: start, end }, transitions.startRow);
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
      if (next === UNKNOWN) next = transitions.follow(row, columns[bytes[at] ?? 0] ?? 0, this.#read + at - start);
      if (next < 0) {
        this.#read += at - start;
        if (next !== GIVE_UP) return next !== DEAD;
        return this.#instead?.({ bytes, from: start, end }) ?? this.#giveUp({ bytes, from: at, end }, row);
      }
      row = next;
      at++;
    }
    this.#read += end - start;
    return this.#matchesAtEnd(row, { bytes, from: end, end });
  }

  #matchesAtEnd(row: number, rest: Span): boolean {
    const transitions = this.#transitions;
    let next = transitions.table[row + transitions.endColumn] ?? UNKNOWN;
    if (next === UNKNOWN) next = transitions.follow(row, transitions.endColumn, this.#read);
    return next === GIVE_UP ? this.#giveUp(rest, row) : next <= FIRST_REPORT;
  }

  #giveUp(rest: Span, row: number): boolean {
    this.#restUntil = this.#read + REST_PER_STATE * this.#transitions.stateCount;
    return this.#simulate(rest, row);
  }

  #simulate({ bytes, from, end }: Span, row: number): boolean {
    this.#simulation ??= new Simulation(this.#transitions.stepper);
    const { threads, unfinished } = this.#transitions.threadsAt(row);
    let matched = false;
    this.#read += end - from;
    this.#simulation.run(threads, { bytes, from: from - unfinished, end }, () => {
      matched = true;
      return true;
    });
    return matched;
  }
}

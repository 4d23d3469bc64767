// Many patterns in one pass over a line: the lazy DFA of all of them together.
import { combinePrograms, type Program } from '../program/program.ts';
import type { Span } from '../text/symbol-reader.ts';
import { Simulation } from './simulation.ts';
import { DEAD, type DfaOptions, FIRST_REPORT, GIVE_UP, reportEntry, Transitions, UNKNOWN } from './transitions.ts';

/** Bytes for which lines are simulated when the table did not pay, for each state that it had, before it is tried again. */
const REST_PER_STATE = 10;

/** Says which of many patterns match a line, in one pass over it; linear and bounded like the DFA of a single one. */
export class CombinedDfa {
  /** The numbers of the patterns that matched the last line, in no order; as many of them hold as `match` returned. */
  readonly matched: Uint32Array;

  readonly #transitions: Transitions;
  #simulation: Simulation | undefined;
  #matchedCount = 0;
  /** The line in which each pattern matched last, so that it is listed once. */
  readonly #matchedIn: Uint32Array;
  #line = 0;
  #read = 0;
  #restUntil = 0;
  #giveUps = 0;

  constructor(programs: readonly Pick<Program, 'roots'>[], options: DfaOptions = {}) {
    const program = combinePrograms(programs);
    this.matched = new Uint32Array(program.roots.length);
    this.#matchedIn = new Uint32Array(program.roots.length);
    this.#transitions = new Transitions(program, { maxBytes: 16 << 20, ...options });
  }

  /** Bytes of the cache, which `maxBytes` bounds. */
  get cacheBytes(): number {
    return this.#transitions.cacheBytes;
  }

  /** All bytes held now, the program's among them. */
  get byteSize(): number {
    return this.#transitions.byteSize;
  }

  /** How often the table did not pay and lines had to be simulated. */
  get giveUps(): number {
    return this.#giveUps;
  }

  get stateCount(): number {
    return this.#transitions.stateCount;
  }

  /** Finds which patterns match bytes[start, end), leaves their numbers in `matched` and returns how many they are. */
  match(bytes: Uint8Array, start: number, end: number): number {
    this.#nextLine();
    const line: Span = { bytes, from: start, end };
    if (this.#read < this.#restUntil) this.#simulate(line, this.#transitions.startRow);
    else this.#run(line);
    return this.#matchedCount;
  }

  #nextLine(): void {
    this.#line = (this.#line + 1) >>> 0;
    if (this.#line === 0) {
      this.#matchedIn.fill(0);
      this.#line = 1;
    }
    this.#matchedCount = 0;
    this.#note(this.#transitions.stepper.matchedAtStart);
  }

  #run({ bytes, from, end }: Span): void {
    const transitions = this.#transitions;
    const { columns, endColumn } = transitions;
    let row = transitions.startRow;
    let at = from;
    while (at <= end) {
      const table = transitions.table;
      let next = row;
      while (at < end) {
        next = table[row + (columns[bytes[at] ?? 0] ?? 0)] ?? UNKNOWN;
        if (next < 0) break;
        row = next;
        at++;
      }
      const column = at < end ? (columns[bytes[at] ?? 0] ?? 0) : endColumn;
      next = this.#step(row, column, at - from);
      if (next === GIVE_UP) {
        this.#read += at - from;
        this.#giveUp({ bytes, from: at, end }, row);
        return;
      }
      if (next === DEAD) break;
      row = next;
      at++;
    }
    this.#read += end - from;
  }

  /** A step out of the fast loop: over a transition that is not known yet, or that finds a match, or at the end. */
  #step(row: number, column: number, offset: number): number {
    const transitions = this.#transitions;
    let next = transitions.table[row + column] ?? UNKNOWN;
    if (next === UNKNOWN) next = transitions.follow(row, column, this.#read + offset);
    if (next > FIRST_REPORT) return next;
    next = reportEntry(next);
    this.#note(transitions.matchedOn(next));
    return next;
  }

  #giveUp(rest: Span, row: number): void {
    this.#giveUps++;
    this.#restUntil = this.#read + REST_PER_STATE * this.#transitions.stateCount;
    this.#simulate(rest, row);
  }

  #simulate({ bytes, from, end }: Span, row: number): void {
    this.#simulation ??= new Simulation(this.#transitions.stepper);
    const { threads, unfinished } = this.#transitions.threadsAt(row);
    this.#read += end - from;
    this.#simulation.run(threads, { bytes, from: from - unfinished, end }, ({ matched, matchedCount }) => {
      this.#note(matched.subarray(0, matchedCount));
      return this.#matchedCount === this.matched.length;
    });
  }

  #note(patterns: Int32Array): void {
    for (const pattern of patterns) {
      if (this.#matchedIn[pattern] === this.#line) continue;
      this.#matchedIn[pattern] = this.#line;
      this.matched[this.#matchedCount++] = pattern;
    }
  }
}

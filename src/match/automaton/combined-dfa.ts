// Many patterns in one pass over a line: the lazy DFA of all of them together.
import { combinePrograms, type Program } from '../program/program.ts';
import type { Span } from '../text/symbol-reader.ts';
import { BackwardDfa, canRunBackwards } from './backward-dfa.ts';
import { DfaCache, type DfaOptions } from './dfa-cache.ts';
import { Simulation } from './simulation.ts';
import type { ThreadSet } from './stepper.ts';
import { DEAD, FIRST_REPORT, GIVE_UP, reportEntry, UNKNOWN } from './transitions.ts';

/** Many patterns share this cache, so it may be larger than that of one. */
const MAX_BYTES = 16 << 20;

/** A pattern that is better read from the line's end shows it soon. */
const MAX_TURNED_BYTES = 1 << 20;
/** The numbers of the patterns where there is one. */
const ONLY = Int32Array.of(0);

/** Says which of many patterns match a line, in one pass over it; linear and bounded like the DFA of a single one. */
export class CombinedDfa {
  /** The numbers of the patterns that matched the last line, in no order; as many of them hold as `match` returned. */
  readonly matched: Uint32Array;

  /** Its table, for a loop elsewhere that follows it; what that loop cannot follow is for `match`. */
  readonly cache: DfaCache;

  readonly #options: DfaOptions;
  /** The only pattern, if it can be read from the line's end: where the table does not pay it is, in place of a simulation. */
  readonly #turned: Program | undefined;
  #backward: BackwardDfa | undefined;
  #simulation: Simulation | undefined;
  #matchedCount = 0;
  /** The line in which each pattern matched last, so that it is listed once. */
  readonly #matchedIn: Uint32Array;
  #line = 0;

  constructor(programs: readonly Pick<Program, 'roots'>[], options: DfaOptions = {}) {
    const program = combinePrograms(programs);
    this.#options = options;
    this.#turned = canRunBackwards(program) && programs.length === 1 ? program : undefined;
    this.matched = new Uint32Array(program.roots.length);
    this.#matchedIn = new Uint32Array(program.roots.length);
    const given = { maxBytes: MAX_BYTES, ...options };
    const maxBytes = this.#turned ? Math.min(MAX_TURNED_BYTES, given.maxBytes) : given.maxBytes;
    this.cache = new DfaCache(program, { ...given, maxBytes });
  }

  /** Bytes of the cache, which `maxBytes` bounds. */
  get cacheBytes(): number {
    return this.cache.cacheBytes;
  }

  /** All bytes held now, the program's among them. */
  get byteSize(): number {
    return this.cache.transitions.byteSize + 8 * this.matched.length + (this.#backward?.byteSize ?? 0);
  }

  /** How often the table did not pay and lines had to be simulated. */
  get giveUps(): number {
    return this.cache.giveUps;
  }

  get stateCount(): number {
    return this.cache.transitions.stateCount;
  }

  /** It will not be used again: others may have the room. */
  release(): void {
    this.cache.release();
    this.#backward?.release();
  }

  /** Finds which patterns match bytes[start, end), leaves their numbers in `matched` and returns how many they are. */
  match(bytes: Uint8Array, start: number, end: number): number {
    this.#nextLine();
    const line: Span = { bytes, from: start, end };
    if (!this.cache.isResting()) this.#run(line);
    else if (this.#turned) this.#runBackwards(line, this.#turned);
    else this.#runThreads(this.cache.transitions.threadsAt(this.cache.transitions.startRow).threads, line);
    return this.#matchedCount;
  }

  #nextLine(): void {
    this.#line = (this.#line + 1) >>> 0;
    if (this.#line === 0) {
      this.#matchedIn.fill(0);
      this.#line = 1;
    }
    this.#matchedCount = 0;
    this.#note(this.cache.transitions.stepper.matchedAtStart);
  }

  #run({ bytes, from, end }: Span): void {
    const { transitions } = this.cache;
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
        this.cache.hasRead(at - from);
        if (this.#turned) this.#giveUpForwards({ bytes, from, end }, this.#turned);
        else this.#giveUp({ bytes, from: at, end }, row);
        return;
      }
      if (next === DEAD) break;
      row = next;
      at++;
    }
    this.cache.hasRead(end - from);
  }

  /** A step out of the fast loop: over a transition that is not known yet, or that finds a match, or at the end. */
  #step(row: number, column: number, offset: number): number {
    const { transitions } = this.cache;
    let next = transitions.table[row + column] ?? UNKNOWN;
    if (next === UNKNOWN) next = this.cache.follow(row, column, offset);
    if (next > FIRST_REPORT) return next;
    next = reportEntry(next);
    this.#note(transitions.matchedOn(next));
    return next;
  }

  #giveUp(rest: Span, row: number): void {
    const { threads, unfinished } = this.cache.transitions.threadsAt(row);
    this.cache.giveUp();
    this.#runThreads(threads, { ...rest, from: rest.from - unfinished });
  }

  #giveUpForwards(line: Span, turned: Program): void {
    this.cache.giveUp();
    this.#runBackwards(line, turned);
  }

  #runBackwards({ bytes, from, end }: Span, turned: Program): void {
    this.#backward ??= new BackwardDfa(turned, this.#options);
    this.cache.hasRead(end - from);
    if (this.#backward.test(bytes, from, end)) this.#note(ONLY);
  }

  #runThreads(threads: ThreadSet, span: Span): void {
    const cache = this.cache;
    const { stepper } = cache.transitions;
    this.#simulation ??= new Simulation(stepper);
    cache.hasRead(span.end - span.from);
    const rows = stepper.rowBytes;
    this.#simulation.run(threads, span, ({ matched, matchedCount }) => {
      this.#note(matched.subarray(0, matchedCount));
      return this.#matchedCount === this.matched.length;
    });
    if (stepper.rowBytes !== rows) cache.rowsChanged();
  }

  #note(patterns: Int32Array): void {
    for (const pattern of patterns) {
      if (this.#matchedIn[pattern] === this.#line) continue;
      this.#matchedIn[pattern] = this.#line;
      this.matched[this.#matchedCount++] = pattern;
    }
  }
}

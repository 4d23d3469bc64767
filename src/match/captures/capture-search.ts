// Finds the preferred match in a line and where its groups lie: threads in the order of preference, all of them a character further at each step.
import { CONTEXTS_BEFORE, holds, OTHER, START } from '../program/context.ts';
import { ASSERT, CLASS, MATCH, SAVE, SPLIT } from '../program/emit.ts';
import { accepts, type Program } from '../program/program.ts';
import { type Span, SymbolReader } from '../text/symbol-reader.ts';
import { Threads } from './threads.ts';

/** Of the whole match and of each group the first byte and the one behind the last, from the line's beginning; -1 where a group took no part. */
export type Places = Int32Array;

export type CaptureSearchResult = Places | 'none' | 'given-up';

/** The threads of a search note so many numbers at most, all together: 16 MiB. */
const MOST_NOTED = 1 << 22;

/** What is known of a thread that would begin at a place: nothing, that it ends there at once, that it lives on or matches. */
const UNKNOWN = 0;
const BARREN = 1;
const FERTILE = 2;

/**
 * Its time is bounded by the budget in steps, whatever pattern and line; a search that takes more is given up. A step is an
 * instruction that a thread passes, or a thread's noted places copied. Where no thread is alive and none can begin, the search
 * only reads on, and that is not counted, as it costs no more than it cost to find the line.
 */
export class CaptureSearch {
  readonly #program: Program;
  readonly #reader: SymbolReader;
  readonly #costOfCopy: number;
  /** By what stands before a place and the symbol behind it. */
  readonly #fresh: Uint8Array;
  readonly #visitedIn: Int32Array;
  /** Instructions to visit, and above the value that a slot is to be set back to, the slot as ~slot. */
  readonly #stack: Int32Array;
  readonly #noted: Int32Array;
  readonly #threads: readonly [Threads, Threads];
  #place = 0;
  #offset = 0;
  #before = START;
  #symbol = 0;
  #steps = 0;
  #budget = 0;
  #match: Places | undefined;

  /** @param program one for captures */
  constructor(program: Program, groups: number) {
    const slots = 2 + 2 * groups;
    this.#program = program;
    this.#reader = new SymbolReader(program.decoder);
    this.#costOfCopy = 1 + (slots >> 2);
    this.#fresh = new Uint8Array(CONTEXTS_BEFORE * (program.symbolCount + 1));
    this.#visitedIn = new Int32Array(program.code.op.length);
    // Each instruction is visited once a place, and leaves at most a slot, its value and what follows.
    this.#stack = new Int32Array(3 * program.code.op.length + 1);
    this.#noted = new Int32Array(slots);
    this.#threads = [new Threads(slots), new Threads(slots)];
  }

  find(line: Span, budget: number): CaptureSearchResult {
    let [here, there] = this.#threads;
    this.#reset(here);
    this.#budget = budget;
    this.#reader.at = line.from;
    for (let ended = false; !ended; ) {
      if (here.count === 0) this.#skip(line);
      ended = this.#read(line);
      there.count = 0;
      this.#step(here, there);
      if (this.#givesUp(there)) return 'given-up';
      if (this.#match && there.count === 0) break;
      [here, there] = [there, here];
      this.#before = this.#program.contexts[this.#symbol] ?? OTHER;
    }
    return this.#match ?? 'none';
  }

  /** Reads one symbol, which is the end where the line has no more; whether it was that. */
  #read(line: Span): boolean {
    const at = this.#reader.at;
    this.#offset = at - line.from;
    this.#symbol = at < line.end ? this.#reader.read(line) : this.#program.symbolCount;
    return at >= line.end;
  }

  /** Passes the characters before which no thread can begin. */
  #skip(line: Span): void {
    const { symbolCount, contexts } = this.#program;
    const [reader, fresh] = [this.#reader, this.#fresh];
    let before = this.#before;
    while (reader.at < line.end) {
      const at = reader.at;
      const symbol = reader.read(line);
      if (fresh[before * (symbolCount + 1) + symbol] !== BARREN) {
        reader.at = at;
        break;
      }
      before = contexts[symbol] ?? OTHER;
    }
    this.#before = before;
  }

  #reset(threads: Threads): void {
    if (this.#place > 1 << 30) {
      this.#visitedIn.fill(0);
      this.#place = 0;
    }
    threads.count = 0;
    this.#before = START;
    this.#steps = 0;
    this.#match = undefined;
  }

  /** All threads pass the place before `#symbol`. One that matches there ends all that are less preferred; as long as none has, another one begins. */
  #step(here: Threads, there: Threads): void {
    this.#place++;
    for (let thread = 0; thread < here.count; thread++) {
      const entry = here.resume(thread, this.#noted);
      this.#steps += this.#costOfCopy;
      if (this.#follow(entry, there)) return;
    }
    if (this.#match) return;
    const kind = this.#before * (this.#program.symbolCount + 1) + this.#symbol;
    if (this.#fresh[kind] === BARREN) return;
    this.#begin(there);
    if (here.count === 0 && this.#fresh[kind] === UNKNOWN)
      this.#fresh[kind] = this.#match || there.count > 0 ? FERTILE : BARREN;
  }

  #begin(there: Threads): void {
    this.#noted.fill(-1);
    this.#noted[0] = this.#offset;
    this.#follow(this.#program.code.starts[0] ?? 0, there);
  }

  #givesUp(there: Threads): boolean {
    return this.#steps > this.#budget || there.size > MOST_NOTED;
  }

  /** Goes on to every instruction that waits for a character, by order of preference; whether that is all, as it led to a match or the search is given up. */
  #follow(entry: number, there: Threads): boolean {
    const { code, contexts } = this.#program;
    const [stack, noted] = [this.#stack, this.#noted];
    let depth = 0;
    stack[depth++] = entry;
    while (depth > 0) {
      const at = stack[--depth] ?? 0;
      if (at < 0) {
        noted[~at] = stack[--depth] ?? -1;
        continue;
      }
      if (this.#visitedIn[at] === this.#place) continue;
      this.#visitedIn[at] = this.#place;
      this.#steps++;
      const [x, y] = [code.x[at] ?? 0, code.y[at] ?? 0];
      switch (code.op[at]) {
        case CLASS:
          if (accepts(this.#program, x, this.#symbol)) {
            there.add(y, noted);
            this.#steps += this.#costOfCopy;
            if (this.#givesUp(there)) return true;
          }
          break;
        case SPLIT:
          stack[depth++] = y;
          stack[depth++] = x;
          break;
        case ASSERT:
          if (holds(x, this.#before, contexts[this.#symbol] ?? OTHER)) stack[depth++] = y;
          break;
        case SAVE:
          stack[depth++] = noted[x] ?? -1;
          stack[depth++] = ~x;
          stack[depth++] = y;
          noted[x] = this.#offset;
          break;
        case MATCH:
          this.#match = noted.slice();
          this.#match[1] = this.#offset;
          return true;
      }
    }
    return false;
  }
}

// The rules of the game, without a memory of it: which threads one symbol makes of a set of threads.
import { CONTEXTS_BEFORE, FIRST_LOOKING_AHEAD, holds, LINE_FEED, OTHER, START, WORD } from './context.ts';
import { ASSERT, CLASS, MATCH, SPLIT } from './emit.ts';
import type { Program } from './program.ts';

/**
 * The threads at one position, as the numbers of the instructions at which they wait: a CLASS waits for a character, an
 * ASSERT for a glance at the next one. Threads of a match that begins at this very position are not listed: they
 * depend on `before` alone, and the stepper adds them by itself.
 */
export interface ThreadList {
  readonly items: Int32Array;
  count: number;
  /** What stands before the position. */
  before: number;
}

/** What the matches that begin at one position become by one symbol. */
interface FreshThreads {
  readonly items: Int32Array;
  readonly matched: Int32Array;
}

/** Advances threads by a symbol. It holds scratch memory only, in proportion to the program. */
export class Stepper {
  readonly program: Program;
  /** The patterns found to match by the last step: the first `matchedCount` hold; a pattern may occur twice. */
  readonly matched: Int32Array;
  matchedCount = 0;

  readonly #beginnings: readonly FreshThreads[];
  /** By context: 1 for each instruction at which a match that begins there waits. */
  readonly #beginningMarks: readonly Uint8Array[];
  /** By context and symbol, made when first needed. */
  readonly #fresh: (FreshThreads | undefined)[];
  /** The step that last saw each instruction, before the symbol and after it. Numbers of steps make clearing needless. */
  readonly #seenBefore: Int32Array;
  readonly #seenAfter: Int32Array;
  readonly #stackBefore: Int32Array;
  readonly #stackAfter: Int32Array;
  #step = 0;
  #symbol = 0;
  #into: ThreadList;

  constructor(program: Program) {
    const size = program.code.op.length;
    this.program = program;
    this.matched = new Int32Array(4 * program.code.starts.length);
    this.#seenBefore = new Int32Array(size);
    this.#seenAfter = new Int32Array(size);
    this.#stackBefore = new Int32Array(size);
    this.#stackAfter = new Int32Array(size);
    this.#into = this.newList();
    const nowhere = new Uint8Array(size);
    this.#beginningMarks = Array.from({ length: CONTEXTS_BEFORE }, () => nowhere);
    this.#beginnings = Array.from({ length: CONTEXTS_BEFORE }, (_, before) => this.#beginAt(before));
    this.#beginningMarks = this.#beginnings.map(({ items }) => {
      const marks = new Uint8Array(size);
      for (const item of items) marks[item] = 1;
      return marks;
    });
    this.#fresh = new Array(CONTEXTS_BEFORE * (program.symbolCount + 1)).fill(undefined);
  }

  newList(): ThreadList {
    return { items: new Int32Array(this.program.code.op.length), count: 0, before: START };
  }

  /** The patterns that match at the start of any line, before its first character. */
  get matchedAtStart(): Int32Array {
    return this.#beginnings[START]?.matched ?? new Int32Array();
  }

  /** Whether nothing can match from here on, whatever follows. */
  isDead({ count, before }: ThreadList): boolean {
    return count === 0 && !this.#beginnings[before]?.items.length && !this.#beginnings[LINE_FEED]?.items.length;
  }

  /** Whether it matters that a word character stands before these threads: only where an assertion is still open. */
  heedsWord({ items, count, before }: ThreadList): boolean {
    const { op } = this.program.code;
    const open = (item: number) => op[item] === ASSERT;
    return items.subarray(0, count).some(open) || (this.#beginnings[before]?.items.some(open) ?? false);
  }

  /** Reads one symbol (or the end, which is the symbol after the last): `into` receives the threads behind it. */
  step(from: ThreadList, symbol: number, into: ThreadList): void {
    const fresh = this.#freshThreads(from.before, symbol);
    this.#open(symbol, into);
    for (let i = 0; i < fresh.items.length; i++) {
      const item = fresh.items[i] ?? 0;
      this.#seenAfter[item] = this.#step;
      into.items[into.count++] = item;
    }
    for (let i = 0; i < fresh.matched.length; i++) this.matched[this.matchedCount++] = fresh.matched[i] ?? 0;
    this.#advance(from);
  }

  #freshThreads(before: number, symbol: number): FreshThreads {
    const at = before * (this.program.symbolCount + 1) + symbol;
    const known = this.#fresh[at];
    if (known) return known;
    const into = this.newList();
    this.#open(symbol, into);
    const items = this.#beginnings[before]?.items ?? new Int32Array();
    this.#advance({ items, count: items.length, before });
    const made = this.#keep(into);
    this.#fresh[at] = made;
    return made;
  }

  #beginAt(before: number): FreshThreads {
    const into = this.newList();
    this.#open(0, into);
    into.before = before;
    for (const start of this.program.code.starts) this.#enter(start);
    return this.#keep(into);
  }

  #keep({ items, count }: ThreadList): FreshThreads {
    return { items: items.slice(0, count), matched: this.matched.slice(0, this.matchedCount) };
  }

  #open(symbol: number, into: ThreadList): void {
    if (this.#step === 0x7fffffff) {
      this.#seenBefore.fill(0);
      this.#seenAfter.fill(0);
      this.#step = 0;
    }
    this.#step++;
    this.#symbol = symbol;
    this.#into = into;
    this.matchedCount = 0;
    into.count = 0;
    into.before = this.program.contexts[symbol] ?? OTHER;
  }

  #advance(from: ThreadList): void {
    const { code, accepts, symbolCount } = this.program;
    const { op, x, y } = code;
    const [columns, symbol] = [symbolCount + 1, this.#symbol];
    for (let i = 0; i < from.count; i++) {
      const item = from.items[i] ?? 0;
      if (op[item] !== CLASS) this.#settle(item, from.before);
      else if (accepts[(x[item] ?? 0) * columns + symbol]) this.#enter(y[item] ?? 0);
    }
  }

  /** Decides an open assertion and all that depend on it, now that both neighbours are known, and goes on by the symbol. */
  #settle(item: number, before: number): void {
    const { code, accepts, symbolCount } = this.program;
    const [after, stack] = [this.program.contexts[this.#symbol] ?? OTHER, this.#stackBefore];
    let depth = this.#pushBefore(item, 0);
    while (depth > 0) {
      const at = stack[--depth] ?? 0;
      const [x, y] = [code.x[at] ?? 0, code.y[at] ?? 0];
      switch (code.op[at]) {
        case CLASS:
          if (accepts[x * (symbolCount + 1) + this.#symbol]) this.#enter(y);
          break;
        case SPLIT:
          depth = this.#pushBefore(x, this.#pushBefore(y, depth));
          break;
        case ASSERT:
          if (holds(x, before, after)) depth = this.#pushBefore(y, depth);
          break;
        case MATCH:
          this.matched[this.matchedCount++] = x;
      }
    }
  }

  #pushBefore(at: number, depth: number): number {
    if (this.#seenBefore[at] === this.#step) return depth;
    this.#seenBefore[at] = this.#step;
    this.#stackBefore[depth] = at;
    return depth + 1;
  }

  /** Adds what waits behind the symbol when a thread goes on at `entry`. */
  #enter(entry: number): void {
    const { op, x, y } = this.program.code;
    const [into, stack] = [this.#into, this.#stackAfter];
    const omitted = this.#beginningMarks[into.before];
    let depth = this.#pushAfter(entry, 0);
    while (depth > 0) {
      const at = stack[--depth] ?? 0;
      const code = op[at];
      if (code === SPLIT) depth = this.#pushAfter(x[at] ?? 0, this.#pushAfter(y[at] ?? 0, depth));
      else if (code === MATCH) this.matched[this.matchedCount++] = x[at] ?? 0;
      else if (code === ASSERT && (x[at] ?? 0) < FIRST_LOOKING_AHEAD) {
        if (holds(x[at] ?? 0, into.before, OTHER)) depth = this.#pushAfter(y[at] ?? 0, depth);
      } else if ((code === CLASS || code === ASSERT) && !omitted?.[at]) into.items[into.count++] = at;
    }
  }

  #pushAfter(at: number, depth: number): number {
    if (this.#seenAfter[at] === this.#step) return depth;
    this.#seenAfter[at] = this.#step;
    this.#stackAfter[depth] = at;
    return depth + 1;
  }
}

/** The context of a state that does not heed words. */
export function withoutWord(before: number): number {
  return before === WORD ? OTHER : before;
}

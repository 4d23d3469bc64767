// The rules of the game, without a memory of it: which threads one symbol makes of a set of threads.
import { CONTEXTS_BEFORE, holds, LINE_FEED, OTHER, START } from '../program/context.ts';
import { ASSERT, CLASS, MATCH, SPLIT } from '../program/emit.ts';
import { findPositions, type Positions } from '../program/positions.ts';
import { accepts, type Program } from '../program/program.ts';

/**
 * The threads of a place in the line, as the set of positions at which they wait. Threads of a match that begins at
 * this very place are left out: they depend on `before` alone, and the stepper adds them by itself.
 */
export interface ThreadSet {
  readonly words: Int32Array;
  /** What stands before the place. */
  before: number;
}

/** What the matches that begin at one place become. */
interface FreshThreads {
  readonly words: Int32Array;
  readonly matched: Int32Array;
}

const NOTHING: FreshThreads = { words: new Int32Array(), matched: new Int32Array() };

/** Advances threads by a symbol. It holds scratch memory only, in proportion to the program and its alphabet. */
export class Stepper {
  readonly program: Program;
  /** The patterns that the last step found to match: the first `matchedCount` hold. */
  readonly matched: Int32Array;
  matchedCount = 0;

  readonly #positions: Positions;
  /** By context: where a match that begins there waits. */
  readonly #beginnings: FreshThreads[] = [];
  /** By context and symbol, made when first needed. */
  readonly #fresh: (FreshThreads | undefined)[];
  /** By symbol, made when first needed: the positions whose class holds it. */
  readonly #accepting: (Int32Array | undefined)[];
  /** The step that last saw each instruction before its symbol, behind it, and each pattern. Numbers make clearing needless. */
  readonly #seenBefore: Int32Array;
  readonly #seenBehind: Int32Array;
  readonly #matchedIn: Int32Array;
  readonly #stackBefore: Int32Array;
  readonly #stackBehind: Int32Array;
  #step = 0;
  #symbol = 0;
  #into: ThreadSet;

  constructor(program: Program) {
    const size = program.code.op.length;
    this.program = program;
    this.#positions = findPositions(program.code);
    this.matched = new Int32Array(program.roots.length);
    this.#matchedIn = new Int32Array(program.roots.length);
    this.#seenBefore = new Int32Array(size);
    this.#seenBehind = new Int32Array(size);
    this.#stackBefore = new Int32Array(size);
    this.#stackBehind = new Int32Array(size);
    this.#fresh = new Array(CONTEXTS_BEFORE * (program.symbolCount + 1)).fill(undefined);
    this.#accepting = new Array(program.symbolCount + 1).fill(undefined);
    this.#into = this.newSet();
    for (let before = START; before < CONTEXTS_BEFORE; before++) this.#beginnings.push(this.#beginAt(before));
  }

  /** No threads at all, at the start of a line. */
  newSet(): ThreadSet {
    return { words: new Int32Array(this.#positions.words), before: START };
  }

  /** Bytes held: in proportion to the program, and for the rows of bits to the symbols that were met. */
  get byteSize(): number {
    const { count, words, targets } = this.#positions;
    const rows = [...this.#fresh, ...this.#accepting].filter((row) => row !== undefined).length;
    return 4 * (5 * this.program.code.op.length + 2 * count + targets.length + words * (rows + 2 * CONTEXTS_BEFORE));
  }

  /** The patterns that match at the start of any line, before its first character. */
  get matchedAtStart(): Int32Array {
    return this.#beginning(START).matched;
  }

  /** Whether nothing can match from here on, whatever follows. */
  isDead({ words, before }: ThreadSet): boolean {
    const ended = isEmpty(this.#beginning(before).words) && isEmpty(this.#beginning(LINE_FEED).words);
    return ended && isEmpty(words);
  }

  /** Whether it matters here that a word character stands before: only where an assertion is still open. */
  heedsWord({ words, before }: ThreadSet): boolean {
    const beginning = this.#beginning(before).words;
    return this.#positions.open.some((open, word) => (((words[word] ?? 0) | (beginning[word] ?? 0)) & open) !== 0);
  }

  /** Reads one symbol (or the end, which is the symbol after the last): `into` receives the threads behind it. */
  step(from: ThreadSet, symbol: number, into: ThreadSet): void {
    const fresh = this.#freshThreads(from.before, symbol);
    this.#prepare(symbol, into);
    into.words.set(fresh.words);
    for (let i = 0; i < fresh.matched.length; i++) this.#note(fresh.matched[i] ?? 0);
    this.#advance(from);
  }

  #beginning(before: number): FreshThreads {
    return this.#beginnings[before] ?? NOTHING;
  }

  #beginAt(before: number): FreshThreads {
    const into = this.newSet();
    this.#prepare(0, into);
    into.before = before;
    for (const start of this.program.code.starts) this.#walk(start);
    return { words: into.words, matched: this.matched.slice(0, this.matchedCount) };
  }

  #freshThreads(before: number, symbol: number): FreshThreads {
    const at = before * (this.program.symbolCount + 1) + symbol;
    const known = this.#fresh[at];
    if (known) return known;
    const into = this.newSet();
    this.#prepare(symbol, into);
    this.#advance({ words: this.#beginning(before).words, before });
    const made: FreshThreads = { words: into.words, matched: this.matched.slice(0, this.matchedCount) };
    this.#fresh[at] = made;
    return made;
  }

  #prepare(symbol: number, into: ThreadSet): void {
    if (this.#step === 0x7fffffff) {
      for (const steps of [this.#seenBefore, this.#seenBehind, this.#matchedIn]) steps.fill(0);
      this.#step = 0;
    }
    this.#step++;
    this.#symbol = symbol;
    this.#into = into;
    this.matchedCount = 0;
    into.before = this.program.contexts[symbol] ?? OTHER;
  }

  /** Adds to `#into` what the threads become behind `#symbol`; 32 positions at a time, but for those that jump. */
  #advance({ words, before }: ThreadSet): void {
    const { open, stays, moves, jumps } = this.#positions;
    const into = this.#into.words;
    const accepting = this.#acceptingPositions(this.#symbol);
    const beginning = this.#beginning(this.#into.before).words;
    let carried = 0;
    for (let word = 0; word < words.length; word++) {
      const waiting = words[word] ?? 0;
      if (waiting === 0 && carried === 0) continue;
      const active = waiting & (accepting[word] ?? 0);
      const moving = active & (moves[word] ?? 0);
      into[word] = (into[word] ?? 0) | (active & (stays[word] ?? 0)) | (moving << 1) | carried;
      carried = moving >>> 31;
      if (active & (jumps[word] ?? 0)) this.#jumpAll(active & (jumps[word] ?? 0), 32 * word);
      if (waiting & (open[word] ?? 0)) this.#settleAll(waiting & (open[word] ?? 0), 32 * word, before);
    }
    for (let word = 0; word < words.length; word++) into[word] = (into[word] ?? 0) & ~(beginning[word] ?? 0);
  }

  #acceptingPositions(symbol: number): Int32Array {
    const known = this.#accepting[symbol];
    if (known) return known;
    const { code } = this.program;
    const accepting = code.classes.map((_, number) => accepts(this.program, number, symbol));
    const made = new Int32Array(this.#positions.words);
    this.#positions.instructions.forEach((instruction, position) => {
      if (code.op[instruction] === CLASS && accepting[code.x[instruction] ?? 0]) setBit(made, position);
    });
    this.#accepting[symbol] = made;
    return made;
  }

  #jumpAll(bits: number, base: number): void {
    const { targetsAt, targets, instructions } = this.#positions;
    for (let left = bits; left !== 0; left &= left - 1) {
      const position = base + 31 - Math.clz32(left & -left);
      const [first, end] = [targetsAt[position] ?? 0, targetsAt[position + 1] ?? 0];
      if (first === end) this.#walk(this.program.code.y[instructions[position] ?? 0] ?? 0);
      for (let i = first; i < end; i++) {
        const target = targets[i] ?? 0;
        if (target < 0) this.#note(~target);
        else setBit(this.#into.words, target);
      }
    }
  }

  #settleAll(bits: number, base: number, before: number): void {
    for (let left = bits; left !== 0; left &= left - 1) {
      const position = base + 31 - Math.clz32(left & -left);
      this.#settle(this.#positions.instructions[position] ?? 0, before);
    }
  }

  /** Decides an open assertion and all that depend on it, now that both neighbours are known, and goes on by the symbol. */
  #settle(open: number, before: number): void {
    const { code, contexts } = this.program;
    const [after, stack] = [contexts[this.#symbol] ?? OTHER, this.#stackBefore];
    let depth = this.#pushBefore(open, 0);
    while (depth > 0) {
      const at = stack[--depth] ?? 0;
      const [x, y] = [code.x[at] ?? 0, code.y[at] ?? 0];
      switch (code.op[at]) {
        case CLASS:
          if (accepts(this.program, x, this.#symbol)) this.#walk(y);
          break;
        case SPLIT:
          depth = this.#pushBefore(x, this.#pushBefore(y, depth));
          break;
        case ASSERT:
          if (holds(x, before, after)) depth = this.#pushBefore(y, depth);
          break;
        case MATCH:
          this.#note(x);
      }
    }
  }

  #pushBefore(at: number, depth: number): number {
    if (this.#seenBefore[at] === this.#step) return depth;
    this.#seenBefore[at] = this.#step;
    this.#stackBefore[depth] = at;
    return depth + 1;
  }

  /** Adds all positions that are reached from `entry` behind the symbol without another one. */
  #walk(entry: number): void {
    const { op, x, y } = this.program.code;
    const { numbers } = this.#positions;
    const [into, stack] = [this.#into, this.#stackBehind];
    let depth = this.#pushBehind(entry, 0);
    while (depth > 0) {
      const at = stack[--depth] ?? 0;
      const code = op[at];
      const position = numbers[at] ?? -1;
      if (position >= 0) setBit(into.words, position);
      else if (code === SPLIT) depth = this.#pushBehind(x[at] ?? 0, this.#pushBehind(y[at] ?? 0, depth));
      else if (code === MATCH) this.#note(x[at] ?? 0);
      else if (code === ASSERT && holds(x[at] ?? 0, into.before, OTHER)) depth = this.#pushBehind(y[at] ?? 0, depth);
    }
  }

  #pushBehind(at: number, depth: number): number {
    if (this.#seenBehind[at] === this.#step) return depth;
    this.#seenBehind[at] = this.#step;
    this.#stackBehind[depth] = at;
    return depth + 1;
  }

  #note(pattern: number): void {
    if (this.#matchedIn[pattern] === this.#step) return;
    this.#matchedIn[pattern] = this.#step;
    this.matched[this.matchedCount++] = pattern;
  }
}

function setBit(words: Int32Array, position: number): void {
  words[position >>> 5] = (words[position >>> 5] ?? 0) | (1 << (position & 31));
}

function isEmpty(words: Int32Array): boolean {
  return words.every((word) => word === 0);
}

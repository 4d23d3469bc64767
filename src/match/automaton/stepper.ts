// The rules of the game, without a memory of it: which threads one symbol makes of a set of threads.
import { CONTEXTS_BEFORE, holds, LINE_FEED, OTHER, START } from '../program/context.ts';
import { ASSERT, CLASS, MATCH, SPLIT } from '../program/emit.ts';
import { findPositions, type Positions } from '../program/positions.ts';
import { accepts, type Program } from '../program/program.ts';
import { Scratch } from './scratch.ts';

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

export interface StepperOptions {
  /** Bound of the rows of bits that are made as symbols are met; beyond it they are forgotten and made anew. */
  readonly maxRowBytes?: number;
  /** Room that several steppers may share. */
  readonly scratch?: Scratch;
}

/** Advances threads by a symbol. */
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
  readonly #maxRowBytes: number;
  readonly #scratch: Scratch;
  #rowBytes = 0;
  /** The step in which each pattern was found last, so that it is noted once. */
  readonly #matchedIn: Float64Array;
  #step = 0;
  #symbol = 0;
  #into: ThreadSet;

  constructor(
    program: Program,
    { maxRowBytes = Number.POSITIVE_INFINITY, scratch = new Scratch() }: StepperOptions = {},
  ) {
    scratch.ensure(program.code.op.length);
    this.#scratch = scratch;
    this.program = program;
    this.#maxRowBytes = maxRowBytes;
    this.#positions = findPositions(program.code);
    this.matched = new Int32Array(program.roots.length);
    this.#matchedIn = new Float64Array(program.roots.length);
    this.#fresh = new Array(CONTEXTS_BEFORE * (program.symbolCount + 1)).fill(undefined);
    this.#accepting = new Array(program.symbolCount + 1).fill(undefined);
    this.#into = this.newSet();
    for (let before = START; before < CONTEXTS_BEFORE; before++) this.#beginnings.push(this.#beginAt(before));
  }

  /** No threads at all, at the start of a line. */
  newSet(): ThreadSet {
    return { words: new Int32Array(this.#positions.words), before: START };
  }

  /** Bytes of the rows that were made for symbols. */
  get rowBytes(): number {
    return this.#rowBytes;
  }

  /** Bytes held beside these rows: in proportion to the program. */
  get byteSize(): number {
    const { count, words, targets } = this.#positions;
    const { code, roots, symbolCount } = this.program;
    const perSymbol = CONTEXTS_BEFORE + 1;
    return (
      4 * (code.op.length + 2 * count + targets.length + 12 * words) + 12 * roots.length + 8 * perSymbol * symbolCount
    );
  }

  /** Gives back the memory of the rows. */
  forgetRows(): void {
    this.#fresh.fill(undefined);
    this.#accepting.fill(undefined);
    this.#rowBytes = 0;
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
    this.#makeRoom(made.words.byteLength + made.matched.byteLength);
    this.#fresh[at] = made;
    return made;
  }

  #prepare(symbol: number, into: ThreadSet): void {
    this.#step = this.#scratch.nextStep();
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
    this.#makeRoom(made.byteLength);
    this.#accepting[symbol] = made;
    return made;
  }

  #makeRoom(bytes: number): void {
    if (this.#rowBytes + bytes > this.#maxRowBytes) this.forgetRows();
    this.#rowBytes += bytes;
  }

  #jumpAll(bits: number, base: number): void {
    const { targetsAt, targets, instructions } = this.#positions;
    for (let left = bits; left !== 0; left &= left - 1) {
      const position = base + 31 - Math.clz32(left & -left);
      const first = targetsAt[position] ?? 0;
      const end = targetsAt[position + 1] ?? 0;
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
    const after = contexts[this.#symbol] ?? OTHER;
    const stack = this.#scratch.stackBefore;
    let depth = this.#pushBefore(open, 0);
    while (depth > 0) {
      const at = stack[--depth] ?? 0;
      const x = code.x[at] ?? 0;
      const y = code.y[at] ?? 0;
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
    if (this.#scratch.seenBefore[at] === this.#step) return depth;
    this.#scratch.seenBefore[at] = this.#step;
    this.#scratch.stackBefore[depth] = at;
    return depth + 1;
  }

  /** Adds all positions that are reached from `entry` behind the symbol without another one. */
  #walk(entry: number): void {
    const { op, x, y } = this.program.code;
    const { numbers } = this.#positions;
    const into = this.#into;
    const stack = this.#scratch.stackBehind;
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
    if (this.#scratch.seenBehind[at] === this.#step) return depth;
    this.#scratch.seenBehind[at] = this.#step;
    this.#scratch.stackBehind[depth] = at;
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

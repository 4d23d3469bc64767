// The one question that a rule has for a line: does the pattern match it? Forward or backward, whichever pays.
import type { Program } from '../program/program.ts';
import type { Span } from '../text/symbol-reader.ts';
import { BackwardDfa, canRunBackwards } from './backward-dfa.ts';
import type { DfaOptions } from './dfa-cache.ts';
import { ForwardDfa } from './forward-dfa.ts';

/** Says whether a line matches one pattern. Its time is linear in the line and its memory is bounded, whatever comes. */
export class LazyDfa {
  readonly #program: Program;
  readonly #options: DfaOptions;
  #dfa: ForwardDfa | BackwardDfa;

  constructor(program: Program, options: DfaOptions = {}) {
    this.#program = program;
    this.#options = options;
    this.#dfa = new ForwardDfa(
      program,
      options,
      canRunBackwards(program) ? (line) => this.#turnRound(line) : undefined,
    );
  }

  /** Bytes of the cache, which `maxBytes` bounds. */
  get cacheBytes(): number {
    return this.#dfa.cacheBytes;
  }

  /** All bytes held now, the program's among them. */
  get byteSize(): number {
    return this.#dfa.byteSize;
  }

  get stateCount(): number {
    return this.#dfa.stateCount;
  }

  /** It will not be used again: others may have the room. */
  release(): void {
    this.#dfa.release();
  }

  /** Whether the line bytes[start, end) matches. `end` is exclusive and already without `\n` and the `\r` before it. */
  test(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#dfa.test(bytes, start, end);
  }

  /** From this line on lines are read from their end; the forward table, which did not pay, is let go. */
  #turnRound(line: Span): boolean {
    this.#dfa.release();
    this.#dfa = new BackwardDfa(this.#program, this.#options);
    return this.#dfa.test(line.bytes, line.from, line.end);
  }
}

// One pattern where several could stand: the answers of a CombinedDfa, by an automaton that also reads from the line's end.
import type { Program } from '../program/program.ts';
import type { DfaOptions } from './dfa-cache.ts';
import { LazyDfa } from './lazy-dfa.ts';

export class SingleDfa {
  readonly matched = new Uint32Array(1);
  /** It finds its way by itself; there is nothing to part. */
  readonly giveUps = 0;
  readonly #dfa: LazyDfa;

  constructor(program: Program, options: DfaOptions) {
    this.#dfa = new LazyDfa(program, options);
  }

  get byteSize(): number {
    return this.#dfa.byteSize;
  }

  get stateCount(): number {
    return this.#dfa.stateCount;
  }

  release(): void {
    this.#dfa.release();
  }

  match(bytes: Uint8Array, start: number, end: number): number {
    return this.#dfa.test(bytes, start, end) ? 1 : 0;
  }
}

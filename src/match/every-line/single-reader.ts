// Reads every line of a text for one pattern that needs an automaton of its own, one that also reads from the line's end.
import type { LazyDfa } from '../automaton/lazy-dfa.ts';
import type { GroupReader } from './group-reader.ts';
import { type Found, type LineJudge, type LineText, readEachLine } from './line-text.ts';
import type { Region } from './table/region.ts';

export class SingleReader implements GroupReader {
  readonly usesTable = false;
  /** It finds its way by itself; there is nothing to part. */
  readonly giveUps = 0;
  readonly #dfa: LazyDfa;
  readonly #judge: LineJudge;

  constructor(dfa: LazyDfa) {
    this.#dfa = dfa;
    const matched = Uint32Array.of(0);
    this.#judge = { matched, match: (bytes, start, end) => (dfa.test(bytes, start, end) ? 1 : 0) };
  }

  get stateCount(): number {
    return this.#dfa.stateCount;
  }

  get byteSize(): number {
    return this.#dfa.byteSize;
  }

  release(): void {
    this.#dfa.release();
  }

  read(text: LineText, _region: Region | undefined, found: Found): void {
    readEachLine(this.#judge, text, found);
  }
}

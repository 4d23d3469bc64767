// Reads every line of a text for one pattern that needs an automaton of its own, one that also reads from the line's end.
import type { SingleDfa } from '../automaton/single-dfa.ts';
import type { GroupReader } from './group-reader.ts';
import { type Found, type LineText, readEachLine } from './line-text.ts';
import type { Region } from './table/region.ts';

export class SingleReader implements GroupReader {
  readonly usesTable = false;
  /** It finds its way by itself; there is nothing to part. */
  readonly giveUps = 0;
  readonly #dfa: SingleDfa;

  constructor(dfa: SingleDfa) {
    this.#dfa = dfa;
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
    readEachLine(this.#dfa, text, found);
  }
}

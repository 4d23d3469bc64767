// Keeps the newest line of an answer back until another follows: where an engine reads what is just being written, its last line may be half of one.
import { GrowingBytes } from '../../../lines/growing-bytes.ts';
import { emptyLine, type RawLine } from '../../../lines/raw-line.ts';
import type { FirstLine } from '../first-line.ts';

/** The last line of an answer, which nobody was given: when the next answer ends with the same one, it is whole. */
export type Unsettled = FirstLine & { readonly ordinal: number };

export class HeldLine {
  readonly #text = new GrowingBytes();
  readonly #line = emptyLine();
  #isHeld = false;

  /** Holds this one, a copy of it, and gives the one before it to `release`. */
  hold(line: RawLine, release: (line: RawLine) => void): void {
    this.release(release);
    const text = this.#text;
    text.length = 0;
    text.append(line.bytes, line.from, line.end);
    Object.assign(this.#line, line, { bytes: text.bytes, from: 0, end: text.length });
    this.#isHeld = true;
  }

  /** Gives the one that is held away, if there is one. */
  release(release: (line: RawLine) => void): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    release(this.#line);
  }
}

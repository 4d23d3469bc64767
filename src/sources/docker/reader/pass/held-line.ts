// Keeps the newest line of an answer back until another follows: where an engine reads what is just being written, its last line may be half of one.
import { STDOUT } from '../../../../core/lines/line-batch.ts';
import { GrowingBytes, NO_BYTES } from '../../lines/growing-bytes.ts';
import type { RawLine } from '../../lines/raw-line.ts';
import type { FirstLine } from './first-line.ts';

/** The last line of an answer, which nobody was given: when the next answer ends with the same one, it is whole. */
export type Unsettled = FirstLine & { readonly ordinal: number };

export class HeldLine {
  readonly #text = new GrowingBytes();
  readonly #line: RawLine = {
    bytes: NO_BYTES,
    from: 0,
    end: 0,
    seconds: 0,
    nanos: 0,
    stream: STDOUT,
    hash1: 0,
    hash2: 0,
    truncated: false,
  };
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

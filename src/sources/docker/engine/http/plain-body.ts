// A body whose bytes stand on the connection as they are: as many as its head said, or all until the connection ends.
import type { Body, BodyProgress, BodyTaker } from './body.ts';

export class PlainBody implements Body {
  pieces = 0;
  readonly reason = '';
  readonly #taker: BodyTaker;
  readonly #endless: boolean;
  #left: number;
  #stopped = false;

  /** `length` is Infinity for a body that ends with its connection. */
  constructor(taker: BodyTaker, length: number) {
    this.#taker = taker;
    this.#left = length;
    this.#endless = length === Infinity;
  }

  push(bytes: Uint8Array, from: number, end: number): BodyProgress {
    const stop = Math.min(end, from + this.#left);
    if (stop > from && !this.#stopped) {
      this.#left -= stop - from;
      this.pieces += 1;
      this.#taker.data(bytes, from, stop);
    }
    if (this.#stopped) return 'over';
    return this.#left === 0 ? 'complete' : 'more';
  }

  atClose(): 'complete' | 'cut' {
    return this.#endless || this.#left === 0 ? 'complete' : 'cut';
  }

  stop(): void {
    this.#stopped = true;
  }
}

// Whether the kernel's table pays: transitions that it asks for again and again are dearer than a slower loop over a larger table.

/** Bytes between two looks. */
const LOOK_EVERY = 1 << 16;

/** Copying a transition takes as long as the loop gains in so many bytes. */
const BYTES_PER_COPY = 64;

/** When it did not pay it rests for so many bytes, for twice as many each time that it does not pay again, up to so often. */
const REST = 1 << 20;
const MOST_DOUBLINGS = 6;

export class TablePace {
  #bytes = 0;
  #copied = 0;
  #restLeft = 0;
  #doublings = 0;

  /** To be asked before each text. */
  rests(bytes: number): boolean {
    if (this.#restLeft <= 0) return false;
    this.#restLeft -= bytes;
    return true;
  }

  /** To be told after a text that was read by the table; `copied` is counted from the beginning. */
  hasRead(bytes: number, copied: number): void {
    this.#bytes += bytes;
    if (this.#bytes < LOOK_EVERY) return;
    const pays = (copied - this.#copied) * BYTES_PER_COPY <= this.#bytes;
    if (!pays) this.#restLeft = REST * 2 ** this.#doublings;
    this.#doublings = pays ? 0 : Math.min(this.#doublings + 1, MOST_DOUBLINGS);
    this.#bytes = 0;
    this.#copied = copied;
  }
}

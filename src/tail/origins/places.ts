// How many origins may be read at once.

export const MOST_TAILS = 5_000;

/** A fixed number of places; whoever finds none waits until one is given back. */
export class Places {
  readonly limit: number;
  readonly #onFree: () => void;
  #taken = 0;

  /** `onFree` is called each time a place was given back. */
  constructor(limit: number, onFree: () => void) {
    [this.limit, this.#onFree] = [limit, onFree];
  }

  /** Whether there was one. */
  take(): boolean {
    if (this.#taken >= this.limit) return false;
    this.#taken += 1;
    return true;
  }

  giveBack(): void {
    this.#taken -= 1;
    this.#onFree();
  }
}

// How many files may stay open while nothing is written to them.

const MOST_IDLE = 256;

export class Descriptors {
  readonly #most: number;
  #open = 0;

  constructor(most = MOST_IDLE) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#open > this.#most;
  }

  opened(): void {
    this.#open++;
  }

  closed(): void {
    this.#open--;
  }
}

/** Lets the event loop turn every so often in a work that never waits, so that signals are heard. */
export class LoopTurns {
  readonly #now: () => number;
  #turnedAt: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#turnedAt = now();
  }

  get isDue(): boolean {
    return this.#now() - this.#turnedAt >= TURN_EVERY_MS;
  }

  async turn(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#turnedAt = this.#now();
  }
}

const TURN_EVERY_MS = 30;

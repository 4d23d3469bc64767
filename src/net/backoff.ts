// How long to wait before something that failed is tried again: longer each time, and never all at the same moment.

export interface BackoffOptions {
  readonly firstMs: number;
  readonly mostMs: number;
  /** From 0 up to 1, as `Math.random` gives it. */
  readonly random: () => number;
}

/** Doubles with each failure up to a limit. Each wait is drawn from the whole span (full jitter), so that many who failed together do not come back together. */
export class Backoff {
  readonly #options: BackoffOptions;
  #failures = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** Failures since the last success. */
  get failures(): number {
    return this.#failures;
  }

  /** One more failure: milliseconds to wait. */
  next(): number {
    const { firstMs, mostMs, random } = this.#options;
    const span = Math.min(mostMs, firstMs * 2 ** Math.min(this.#failures, 30));
    this.#failures++;
    return random() * span;
  }

  succeeded(): void {
    this.#failures = 0;
  }
}

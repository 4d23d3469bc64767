// Runs a few works at once, lets a bounded number wait in the order in which they came, and turns the rest away.
export interface WorkQueueOptions {
  readonly mostAtOnce: number;
  readonly mostWaiting: number;
  /** What is thrown at whoever comes when the queue is full. */
  readonly refusal: () => Error;
}

export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#turn();
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  async #turn(): Promise<void> {
    const { mostAtOnce, mostWaiting, refusal } = this.#options;
    if (this.#running < mostAtOnce) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= mostWaiting) throw refusal();
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Whoever waits longest takes over the place, so that nobody who comes meanwhile can slip in. */
  #next(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}

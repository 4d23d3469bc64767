// What a reading hears of that may bring new lines, and its waiting for that.
import type { Clock } from '../../../core/clock.ts';
import type { ContainerState } from './container-state.ts';

export interface ReadingNewsOptions {
  readonly container: ContainerState;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Ends every wait: the reading stops. */
  readonly signal: AbortSignal;
}

export class ReadingNews {
  readonly #options: ReadingNewsOptions;
  #wishes = 0;

  constructor(options: ReadingNewsOptions) {
    this.#options = options;
  }

  /** Counts the changes of what is wanted. */
  get wishes(): number {
    return this.#wishes;
  }

  /** Other streams are wanted now. */
  wished(): void {
    this.#wishes++;
    this.#options.container.change({});
  }

  /** All that was heard until now: two of them that are the same mean that nothing was heard in between. */
  heard(): string {
    const { starts, returns, isRemoved } = this.#options.container.now;
    return [starts, returns, isRemoved, this.#wishes].join();
  }

  /** Waits until more was heard than that. */
  wait(before: string, enough?: AbortSignal): Promise<void> {
    return this.until(() => this.heard() !== before, enough);
  }

  /** Resolves when it holds, when the reading stops, or when the signal aborts. */
  until(holds: () => boolean, enough?: AbortSignal): Promise<void> {
    const { container, signal } = this.#options;
    return container.until(holds, enough ? AbortSignal.any([enough, signal]) : signal);
  }

  pause(milliseconds: number): Promise<void> {
    const { clock, signal } = this.#options;
    return milliseconds > 0 ? clock.sleep(milliseconds, signal) : Promise.resolve();
  }

  /** A pause that whatever is heard meanwhile ends. */
  async pauseAtMost(milliseconds: number): Promise<void> {
    await this.interruptible((signal) => this.#options.clock.sleep(milliseconds, signal));
  }

  /** A pause that ends as soon as it holds. */
  async pauseUnless(holds: () => boolean, milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return;
    const enough = new AbortController();
    void this.#options.clock.sleep(milliseconds, enough.signal).then(() => enough.abort());
    await this.until(holds, enough.signal);
    enough.abort();
  }

  /** Does what ends when its signal aborts, which it does as soon as something is heard. */
  interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    return this.#until(() => this.heard(), work);
  }

  /** Does what ends when its signal aborts, which it does as soon as other streams are wanted. */
  untilWished<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    return this.#until(() => this.#wishes, work);
  }

  async #until<Result>(heard: () => unknown, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const { container, signal } = this.#options;
    const enough = new AbortController();
    const before = heard();
    const leave = container.onChange(() => {
      if (heard() !== before) enough.abort();
    });
    try {
      return await work(AbortSignal.any([enough.signal, signal]));
    } finally {
      leave();
    }
  }
}

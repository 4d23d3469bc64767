// When a reading goes on: at news, at a moment, when it is resumed; and that it is to stop.
import type { Clock } from '../../../../core/clock.ts';

export class Waiting {
  readonly #clock: Pick<Clock, 'sleep' | 'monotonic'>;
  #isPaused = false;
  #isStopped = false;
  #hasNews = false;
  #goOn: (() => void) | undefined;

  constructor(clock: Pick<Clock, 'sleep' | 'monotonic'>) {
    this.#clock = clock;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Nothing may be handed over. */
  get isHeld(): boolean {
    return this.#isPaused || this.#isStopped;
  }

  wake(): void {
    this.#hasNews = true;
    this.#goOn?.();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.wake();
  }

  stop(): void {
    this.#isStopped = true;
    this.wake();
  }

  /** Resolves when there is news, or at this moment by the monotonic clock; while it is paused, when it is no longer. */
  async forNews(until: number | undefined): Promise<void> {
    const over = new AbortController();
    while (!this.#isStopped && (this.#isPaused || !this.#hasNews)) {
      const left = until === undefined ? undefined : until - this.#clock.monotonic();
      if (!this.#isPaused && left !== undefined && left <= 0) break;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#goOn = resolve;
      const isTimed = left !== undefined && !this.#isPaused;
      await (isTimed ? Promise.race([promise, this.#clock.sleep(left, over.signal)]) : promise);
    }
    over.abort();
    this.#goOn = undefined;
    this.#hasNews = false;
  }
}

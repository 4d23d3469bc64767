// A moment by which several steps have to be done together, whatever each of them takes.
import type { Clock } from '../clock.ts';

export class Deadline {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #ms: number;
  #at: number | undefined;

  /** From now on, or from the moment on at which the signal aborts: until then all of the time is left. */
  constructor(clock: Pick<Clock, 'monotonic'>, ms: number, from?: AbortSignal) {
    this.#clock = clock;
    this.#ms = ms;
    if (from === undefined || from.aborted) this.#begin();
    else from.addEventListener('abort', () => this.#begin(), { once: true });
  }

  /** Nothing where it has passed, and never less than nothing. */
  get leftMs(): number {
    return this.#at === undefined ? this.#ms : Math.max(0, this.#at - this.#clock.monotonic());
  }

  #begin(): void {
    this.#at = this.#clock.monotonic() + this.#ms;
  }
}

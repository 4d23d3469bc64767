// A moment by which several steps have to be done together, whatever each of them takes.
import type { Clock } from '../clock.ts';

export class Deadline {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #at: number;

  /** From now on. */
  constructor(clock: Pick<Clock, 'monotonic'>, ms: number) {
    this.#clock = clock;
    this.#at = clock.monotonic() + ms;
  }

  /** Nothing where it has passed, and never less than nothing. */
  get leftMs(): number {
    return Math.max(0, this.#at - this.#clock.monotonic());
  }
}

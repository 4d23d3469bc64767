// A pause that somebody else may end.
import type { Clock } from '../../../core/clock.ts';

export class Wakeup {
  readonly #clock: Pick<Clock, 'sleep'>;
  #wanted = new AbortController();

  constructor(clock: Pick<Clock, 'sleep'>) {
    this.#clock = clock;
  }

  /** Ends the present pause; when there is none, the next one is over at once. */
  wake(): void {
    this.#wanted.abort();
  }

  /** Resolves after the time, when woken, or when the signal aborts. */
  async pause(ms: number, signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(ms, AbortSignal.any([signal, this.#wanted.signal]));
    if (this.#wanted.signal.aborted) this.#wanted = new AbortController();
  }
}

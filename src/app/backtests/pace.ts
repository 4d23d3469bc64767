// Lets a long work rest as long as it works, so that those who watch have half of the time at least.
import type { Clock } from '../../core/clock.ts';

/** After so much work it rests. */
const WORKED_MS = 10;

export class Pace {
  readonly #clock: Pick<Clock, 'monotonic' | 'sleep'>;
  #workedMs = 0;

  constructor(clock: Pick<Clock, 'monotonic' | 'sleep'>) {
    this.#clock = clock;
  }

  work(task: () => void): void {
    const began = this.#clock.monotonic();
    task();
    this.#workedMs += this.#clock.monotonic() - began;
  }

  /** Undefined while there is no need to. */
  rest(signal: AbortSignal): Promise<void> | undefined {
    if (this.#workedMs < WORKED_MS) return undefined;
    const forMs = this.#workedMs;
    this.#workedMs = 0;
    return this.#clock.sleep(forMs, signal);
  }
}

// Lets long works rest as long as they work, all of them together, so that those who watch have half of the time at least.
import type { Clock } from '../../../core/clock.ts';

/** After so much work it rests. */
const WORKED_MS = 10;

export class Pace {
  readonly #clock: Pick<Clock, 'monotonic' | 'sleep'>;
  /** Work for which nobody has rested yet. */
  #owedMs = 0;
  #restsUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'monotonic' | 'sleep'>) {
    this.#clock = clock;
  }

  work(task: () => void): void {
    const began = this.#clock.monotonic();
    task();
    const workedMs = this.#clock.monotonic() - began;
    this.#owedMs += workedMs;
    // While one rests another may still have had something at hand: that was no rest.
    if (this.#restsUntil > began) this.#restsUntil += workedMs;
  }

  /** Undefined while there is no need to. Whoever comes while others rest waits with them. */
  rest(signal: AbortSignal): Promise<void> | undefined {
    const now = this.#clock.monotonic();
    if (this.#owedMs >= WORKED_MS) {
      this.#restsUntil = Math.max(this.#restsUntil, now) + this.#owedMs;
      this.#owedMs = 0;
    }
    return this.#restsUntil > now ? this.#untilRested(signal) : undefined;
  }

  async #untilRested(signal: AbortSignal): Promise<void> {
    for (;;) {
      const leftMs = this.#restsUntil - this.#clock.monotonic();
      if (leftMs <= 0 || signal.aborted) return;
      await this.#clock.sleep(leftMs, signal);
    }
  }
}

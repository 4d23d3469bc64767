// Waits for a bell, and no longer than makes sense: it may be broken, and what is written before it is hung up does not ring.
import type { Clock } from '../../../../core/clock.ts';
import type { Bell } from '../requests/bell.ts';

/** So long after the engine has said that it is hung up it surely is. */
const SURELY_HUNG_MS = 1_000;

/** Without a bell there is a look now and then. */
const LOOK_EVERY_MS = 300_000;

export class BellWait {
  #waitMs = SURELY_HUNG_MS;
  #isSurelyHung = false;
  readonly #clock: Pick<Clock, 'sleep'>;

  constructor(clock: Pick<Clock, 'sleep'>) {
    this.#clock = clock;
  }

  /** Resolves when it has rung, when the time is over, or when it will never ring again. */
  async forRing(rung: Promise<void>, { isHung, over }: Pick<Bell, 'isHung' | 'over'>): Promise<void> {
    const enough = new AbortController();
    await Promise.race([rung, this.#clock.sleep(this.#next(isHung), AbortSignal.any([enough.signal, over]))]);
    enough.abort();
  }

  /** How long the next ring is waited for. While the engine has not answered, longer and longer: no line is late by more than the bell is, and a second. */
  #next(isHung: boolean): number {
    if (this.#isSurelyHung) return LOOK_EVERY_MS;
    if (isHung) {
      this.#isSurelyHung = true;
      return SURELY_HUNG_MS;
    }
    const waitMs = this.#waitMs;
    this.#waitMs = Math.min(2 * waitMs, LOOK_EVERY_MS);
    return waitMs;
  }
}

// When a bell is not waited for any longer: it may be broken, and what is written before it is hung up does not ring.

/** So long after the engine has said that it is hung up it surely is. */
const SURELY_HUNG_MS = 1_000;

/** Without a bell there is a look now and then. */
const LOOK_EVERY_MS = 300_000;

export class LookPlan {
  #waitMs = SURELY_HUNG_MS;
  #isSurelyHung = false;

  /** How long the next ring is waited for. While the engine has not answered, longer and longer: no line is late by more than the bell is, and a second. */
  next(isHung: boolean): number {
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

// Leaves a destination alone that fails again and again, and looks now and then whether it is back.

const FAILURES = 5;
const FIRST_MS = 30_000;
const MOST_MS = 600_000;

/** Times are the caller's, and only ever compared with each other. */
export class Breaker {
  #failures = 0;
  #openMs = 0;
  /** Until then nothing is sent; undefined while all is well. */
  #openUntil: number | undefined;
  #isProbing = false;

  get isOpen(): boolean {
    return this.#openUntil !== undefined;
  }

  /** Nothing has failed since it was last there. */
  get isFresh(): boolean {
    return this.#failures === 0;
  }

  /** How many may be begun now, if there were no other bound. */
  room(now: number): number {
    if (this.#openUntil === undefined) return Number.POSITIVE_INFINITY;
    return now >= this.#openUntil && !this.#isProbing ? 1 : 0;
  }

  /** When there is room again by time alone; undefined when there is now, or when that hangs on the probe. */
  opensAt(now: number): number | undefined {
    return this.#openUntil !== undefined && now < this.#openUntil ? this.#openUntil : undefined;
  }

  began(): void {
    if (this.#openUntil !== undefined) this.#isProbing = true;
  }

  /** It answered in a way that shows that it is there. */
  succeeded(): void {
    this.#failures = 0;
    this.#openMs = 0;
    this.#openUntil = undefined;
    this.#isProbing = false;
  }

  failed(now: number): void {
    this.#failures += 1;
    // What was begun before it opened says nothing new.
    if (this.#openUntil !== undefined && !this.#isProbing) return;
    if (!this.#isProbing && this.#failures < FAILURES) return;
    this.#isProbing = false;
    this.#openMs = Math.min(MOST_MS, this.#openMs === 0 ? FIRST_MS : this.#openMs * 2);
    this.#openUntil = now + this.#openMs;
  }

  /** What was begun was given up by us: it shows nothing. */
  gaveUp(): void {
    this.#isProbing = false;
  }
}

// When a reading looks again at what it is not done with, although nobody has told it anything.
import type { Clock } from '../../../../core/clock.ts';

const RENAMING_MS = 5;
/** What does not stand still for so long is looked at less and less often. */
const LONGEST_RENAMING_MS = 250;
/** Until others have closed some of the files that they have open. */
const TOO_MANY_MS = 1_000;
/** What cannot be read may be a moment later, or never. */
const UNREADABLE_MS = 1_000;
const LONGEST_UNREADABLE_MS = 60_000;

export class LookAgain {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #at = 0;
  #renamingMs = RENAMING_MS;
  #unreadableMs = UNREADABLE_MS;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** By the monotonic clock. */
  get at(): number {
    return this.#at;
  }

  /** All stands still. */
  atOnce(): void {
    [this.#at, this.#renamingMs] = [0, RENAMING_MS];
  }

  /** Files are being renamed: a moment later they may stand still. */
  soon(): false {
    return this.#after(this.#renamingMs);
  }

  /** `isFurther`: something was read meanwhile. */
  renaming(isFurther: boolean): void {
    this.#renamingMs = isFurther ? RENAMING_MS : Math.min(LONGEST_RENAMING_MS, 2 * this.#renamingMs);
    this.soon();
  }

  /** Too many files are open. */
  tooMany(): false {
    return this.#after(TOO_MANY_MS);
  }

  /** What is open gives nothing. */
  unreadable(): false {
    const ms = this.#unreadableMs;
    this.#unreadableMs = Math.min(LONGEST_UNREADABLE_MS, 2 * ms);
    return this.#after(ms);
  }

  /** Whatever had to be read could be. */
  readable(): void {
    this.#unreadableMs = UNREADABLE_MS;
  }

  #after(ms: number): false {
    this.#at = this.#clock.monotonic() + ms;
    return false;
  }
}

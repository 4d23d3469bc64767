// Whether a stream's newest line had been written just before it came: then the reading was not behind when the stream ended.
import { compareStamps, millisecondsOf, type Stamp } from '../../../../core/lines/stamp.ts';

/** An engine's clock is known to the second, and a busy machine may be late. */
const PUNCTUAL_MS = 3_000;

export class Punctuality {
  readonly #now: () => Stamp;
  #newest: Stamp | undefined;
  #holds: boolean;

  /** Nothing is known of a reading that goes on behind a line which came before. */
  constructor(now: () => Stamp, newest: Stamp | undefined) {
    this.#now = now;
    this.#newest = newest;
    this.#holds = newest === undefined;
  }

  /** Also where nothing was ever written. */
  get holds(): boolean {
    return this.#holds;
  }

  /** All that had arrived was handed over. What came again says nothing. */
  rested(newest: Stamp | undefined): void {
    if (newest === undefined || (this.#newest && compareStamps(newest, this.#newest) === 0)) return;
    this.#newest = newest;
    this.#holds = millisecondsOf(this.#now()) - millisecondsOf(newest) < PUNCTUAL_MS;
  }
}

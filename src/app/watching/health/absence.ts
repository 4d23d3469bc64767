// For how long something has been missing, as far as it was looked at.
import type { Clock } from '../../../core/clock.ts';

export class Absence {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #since = new Map<string, number>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Milliseconds since it was first found missing; undefined while it is there. */
  of(name: string, isThere: boolean): number | undefined {
    const now = this.#clock.monotonic();
    if (isThere) {
      this.#since.delete(name);
      return undefined;
    }
    const since = this.#since.get(name) ?? now;
    this.#since.set(name, since);
    return now - since;
  }
}

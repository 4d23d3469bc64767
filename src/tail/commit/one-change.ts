// A change of an origin that nobody reads: it waits for its turn, or is gone already.
import type { OriginChange } from '../../core/lines/standing.ts';
import type { Committable } from './committable.ts';

/** Gives its one change once. */
export class OneChange<Effect> implements Committable<Effect> {
  readonly #change: OriginChange<Effect>;
  readonly #onRefused: (error: unknown) => void;

  constructor(change: OriginChange<Effect>, onRefused: (error: unknown) => void) {
    [this.#change, this.#onRefused] = [change, onRefused];
  }

  get source(): string {
    return this.#change.origin.source;
  }

  take(): OriginChange<Effect> {
    return this.#change;
  }

  committed(): void {}

  refused(error: unknown): void {
    this.#onRefused(error);
  }
}

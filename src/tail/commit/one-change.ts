// A change of an origin that nobody reads: it waits for its turn, or is gone already.
import type { OriginChange } from '../../core/lines/standing.ts';
import type { Committable } from './committable.ts';

export interface Fate {
  committed(): void;
  refused(error: unknown): void;
}

/** Gives its one change, each time that it is due. */
export class OneChange<Effect> implements Committable<Effect> {
  readonly #change: OriginChange<Effect>;
  readonly #fate: Fate;

  constructor(change: OriginChange<Effect>, fate: Fate) {
    [this.#change, this.#fate] = [change, fate];
  }

  get source(): string {
    return this.#change.origin.source;
  }

  take(): OriginChange<Effect> {
    return this.#change;
  }

  committed(): void {
    this.#fate.committed();
  }

  refused(error: unknown): void {
    this.#fate.refused(error);
  }
}

// The turn in which a reading looks around, which others wait for: what lasts lets it go.
import type { Descriptors } from '../../opened/descriptors.ts';

export class Turn {
  readonly #descriptors: Pick<Descriptors, 'inTurn'>;
  #letGo: () => void = () => undefined;

  constructor(descriptors: Pick<Descriptors, 'inTurn'>) {
    this.#descriptors = descriptors;
  }

  take<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#descriptors.inTurn((letGo) => {
      this.#letGo = letGo;
      return work();
    });
  }

  /** May be called at any time. */
  letGo(): void {
    this.#letGo();
  }
}

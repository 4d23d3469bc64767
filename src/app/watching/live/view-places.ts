// How many views are open of each engine, and of the files of a machine.
import { TocsinError } from '../../../core/errors.ts';

export class ViewPlaces {
  readonly #most: number;
  readonly #taken = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  isFull(of: string): boolean {
    return this.#of(of) >= this.#most;
  }

  /** Refuses where there is none. */
  expect(of: string): void {
    if (this.isFull(of))
      throw new TocsinError('too_many_requests', 'Too many live views of this engine or machine are open.', {
        retryAfterSeconds: 10,
      });
  }

  /** Shows in a place of its own; where others took the last one meanwhile it is `full`. */
  async use(of: string, show: () => Promise<void>): Promise<'over' | 'full'> {
    if (this.isFull(of)) return 'full';
    this.#taken.set(of, this.#of(of) + 1);
    await show().finally(() => this.#taken.set(of, this.#of(of) - 1));
    return 'over';
  }

  #of(of: string): number {
    return this.#taken.get(of) ?? 0;
  }
}

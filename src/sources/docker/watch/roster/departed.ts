// The containers that were removed lately. Ids are never used again, so whatever is still heard of one of them is an echo.

/** More than an engine keeps events, so that none of those that it repeats is taken for news. */
const MOST = 4_096;

export class Departed {
  /** The moment of each departure, in the order of all that was heard. The oldest come first. */
  readonly #ids = new Map<string, number>();

  add(id: string, heardAt: number): void {
    this.#ids.delete(id);
    this.#ids.set(id, heardAt);
    if (this.#ids.size <= MOST) return;
    for (const oldest of this.#ids.keys()) {
      this.#ids.delete(oldest);
      return;
    }
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Whether it departed behind that moment: a list that was asked for before may still show it. */
  hasSince(id: string, heardAt: number): boolean {
    return (this.#ids.get(id) ?? -1) > heardAt;
  }

  /** A newer list shows it: it was not removed, but excluded in an earlier run. */
  delete(id: string): void {
    this.#ids.delete(id);
  }
}

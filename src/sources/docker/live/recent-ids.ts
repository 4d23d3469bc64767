// The lines that came last, so that one that an engine repeats is shown once.

const MOST = 1_024;

export class RecentIds {
  readonly #ids = new Set<string>();

  /** False when it is among them. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size <= MOST) return true;
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest);
      break;
    }
    return true;
  }
}

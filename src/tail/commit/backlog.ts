// How much waits for a commit, of all tails together, and when it is too much.

export interface BacklogBounds {
  readonly mostEffects: number;
  /** About: as the judge weighs them. */
  readonly mostBytes: number;
}

export const DEFAULT_BACKLOG: BacklogBounds = { mostEffects: 20_000, mostBytes: 64 * 1024 * 1024 };

/** Full once a bound is reached, until half of both is free again: then all readings wait, so that whatever happens to the store the memory stays bounded. */
export class Backlog {
  readonly #bounds: BacklogBounds;
  readonly #listeners = new Set<() => void>();
  #effects = 0;
  #bytes = 0;
  #full = false;

  constructor(bounds: BacklogBounds = DEFAULT_BACKLOG) {
    this.#bounds = bounds;
  }

  get effects(): number {
    return this.#effects;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get mostEffects(): number {
    return this.#bounds.mostEffects;
  }

  get mostBytes(): number {
    return this.#bounds.mostBytes;
  }

  get isFull(): boolean {
    return this.#full;
  }

  /** Adds what came, or with negative numbers takes away what was committed or dropped. */
  add(effects: number, bytes: number): void {
    this.#effects += effects;
    this.#bytes += bytes;
    const most = this.#full ? 0.5 : 1;
    const full = this.#effects >= this.mostEffects * most || this.#bytes >= this.mostBytes * most;
    if (full === this.#full) return;
    this.#full = full;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls the listener whenever `isFull` has changed; the result ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

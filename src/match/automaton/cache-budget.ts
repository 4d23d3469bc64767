// One bound for the caches of many automata: how much they may hold together, and which of them gives way.
import { Scratch } from './scratch.ts';

/** Whoever holds a cache that can be built anew. */
export interface CacheHolder {
  /** Bytes held beyond the little that is there from the start. */
  readonly cacheBytes: number;
  /** What the budget's clock said when it was used last. */
  readonly usedAt: number;
  /** Lets the cache go. Never called while the holder itself is at work. */
  forget(): void;
}

/** The caches of one matcher. They run one after the other in one thread, so whoever asks for room may have the others' emptied. */
export class CacheBudget {
  readonly maxBytes: number;
  /** Room that they need while they are at work only. */
  readonly scratch = new Scratch();
  readonly #holders = new Map<CacheHolder, number>();
  #bytes = 0;
  #clock = 0;

  constructor(maxBytes = Number.POSITIVE_INFINITY) {
    this.maxBytes = maxBytes;
  }

  /** Bytes held by all holders together. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How often caches have changed. Holders note it when they are used, which tells the idle ones from the busy. */
  get clock(): number {
    return this.#clock;
  }

  /**
   * To be told by a holder whenever its cache has grown or shrunk. If all of them now hold too much, those that were not used for
   * longest forget theirs; the one that grew keeps its own, so the bound must be larger than what one of them may hold.
   */
  sizeChanged(holder: CacheHolder): void {
    this.#clock++;
    const bytes = holder.cacheBytes;
    this.#bytes += bytes - (this.#holders.get(holder) ?? 0);
    this.#holders.set(holder, bytes);
    while (this.#bytes > this.maxBytes) {
      const idlest = this.#idlestBut(holder);
      if (idlest === undefined) return;
      idlest.forget();
      this.release(idlest);
    }
  }

  /** The holder has let its cache go, or will not be used again. */
  release(holder: CacheHolder): void {
    this.#bytes -= this.#holders.get(holder) ?? 0;
    this.#holders.delete(holder);
  }

  #idlestBut(asking: CacheHolder): CacheHolder | undefined {
    let idlest: CacheHolder | undefined;
    for (const holder of this.#holders.keys()) {
      if (holder !== asking && (idlest === undefined || holder.usedAt < idlest.usedAt)) idlest = holder;
    }
    return idlest;
  }
}

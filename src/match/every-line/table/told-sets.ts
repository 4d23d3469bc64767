// Sets of patterns, each stored once, so that equal ones are the same: what was told of a line already.

export interface ToldSet {
  readonly number: number;
  /** Ascending. */
  readonly patterns: Int32Array;
}

export class ToldSets {
  /** The patterns that are told of every line, before its first byte. */
  readonly atStart: ToldSet;
  readonly #known = new Map<string, ToldSet>();

  constructor(atStart: Int32Array) {
    this.atStart = this.#add(atStart.slice().sort());
  }

  get count(): number {
    return this.#known.size;
  }

  /** The union; `told` itself when nothing is new. */
  with(told: ToldSet, patterns: Int32Array): ToldSet {
    const news = patterns.filter((pattern) => !told.patterns.includes(pattern));
    if (news.length === 0) return told;
    return this.#add(Int32Array.from([...told.patterns, ...news]).sort());
  }

  #add(patterns: Int32Array): ToldSet {
    const key = patterns.join();
    const known = this.#known.get(key) ?? { number: this.#known.size, patterns };
    this.#known.set(key, known);
    return known;
  }
}

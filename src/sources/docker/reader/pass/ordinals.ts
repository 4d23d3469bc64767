// Tells apart the lines of engines whose stamps have whole seconds: which one is it of equal lines in its second?
import type { Numbered } from '../../cursor/seen-ring.ts';
import type { RawLine } from '../../lines/raw-line.ts';

/** Seconds whose counts are kept; the two streams are written a little out of order. */
const KEPT_SECONDS = 8;

/**
 * So many different lines are counted in a second, and those before it that did not come again are forgotten: so many lines later
 * nobody remembers them either (`Cursor`), so that one that comes then is new by whatever number.
 */
const MOST_KEPT = 1 << 18;

/** Counts from where a stream of lines begins, which must be the beginning of a second. */
export class Ordinals {
  readonly #seconds = new Map<number, SecondCounts>();
  readonly #mostKept: number;

  constructor(mostKept = MOST_KEPT) {
    this.#mostKept = mostKept;
  }

  /** How many different lines are counted now. */
  get kept(): number {
    return [...this.#seconds.values()].reduce((sum, { kept }) => sum + kept, 0);
  }

  /** The next line that is the same as this one has its number: the log has been cut off behind those before it. */
  goOnAt({ seconds, stream, hash1, hash2, ordinal }: Numbered): void {
    const counts = this.#seconds.get(seconds) ?? this.#begin(seconds);
    counts.set(`${stream} ${hash1} ${hash2}`, ordinal);
  }

  next({ seconds, stream, hash1, hash2 }: RawLine): number {
    const counts = this.#seconds.get(seconds) ?? this.#begin(seconds);
    return counts.next(`${stream} ${hash1} ${hash2}`);
  }

  #begin(seconds: number): SecondCounts {
    const counts = new SecondCounts(this.#mostKept);
    for (const oldest of this.#seconds.keys()) {
      const isLast = this.#seconds.size === 1;
      if (isLast || (this.#seconds.size < KEPT_SECONDS && this.kept < this.#mostKept)) break;
      this.#seconds.delete(oldest);
    }
    this.#seconds.set(seconds, counts);
    return counts;
  }
}

/** The counts of one second in two halves: when the newer is full, the older is forgotten. What comes again moves to the newer. */
class SecondCounts {
  readonly #halfFull: number;
  #newer = new Map<string, number>();
  #older = new Map<string, number>();

  constructor(mostKept: number) {
    this.#halfFull = mostKept / 2;
  }

  get kept(): number {
    return this.#newer.size + this.#older.size;
  }

  next(key: string): number {
    const ordinal = this.#newer.get(key) ?? this.#older.get(key) ?? 0;
    this.set(key, ordinal + 1);
    return ordinal;
  }

  set(key: string, ordinal: number): void {
    if (this.#newer.size >= this.#halfFull) [this.#older, this.#newer] = [this.#newer, new Map()];
    this.#newer.set(key, ordinal);
  }
}

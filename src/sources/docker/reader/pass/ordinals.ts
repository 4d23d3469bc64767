// Tells apart the lines of engines whose stamps have whole seconds: which one is it of equal lines in its second?
import type { RawLine } from '../../lines/raw-line.ts';

/** Seconds whose counts are kept; the two streams are written a little out of order. */
const KEPT_SECONDS = 8;

/** Counts from where a stream of lines begins, which must be the beginning of a second. */
export class Ordinals {
  readonly #seconds = new Map<number, Map<string, number>>();

  next({ seconds, stream, hash1, hash2 }: RawLine): number {
    const counts = this.#seconds.get(seconds) ?? this.#begin(seconds);
    const key = `${stream} ${hash1} ${hash2}`;
    const ordinal = counts.get(key) ?? 0;
    counts.set(key, ordinal + 1);
    return ordinal;
  }

  #begin(seconds: number): Map<string, number> {
    const counts = new Map<string, number>();
    this.#seconds.set(seconds, counts);
    const [oldest] = this.#seconds.keys();
    if (this.#seconds.size > KEPT_SECONDS && oldest !== undefined) this.#seconds.delete(oldest);
    return counts;
  }
}

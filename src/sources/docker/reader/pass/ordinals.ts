// Tells apart the lines of engines whose stamps have whole seconds: which one is it of equal lines in its second?
import { STDERR } from '../../../../core/lines/line-batch.ts';
import type { Numbered } from '../../cursor/seen-ring.ts';
import type { RawLine } from '../../lines/raw-line.ts';

/** Seconds whose counts are kept; the two streams are written a little out of order. */
const KEPT_SECONDS = 8;

/** So many different lines are counted at most on each stream of a second; those that did not come again for longest are forgotten first. */
const MOST_KEPT = 1 << 18;

type Named = Pick<RawLine, 'seconds' | 'stream' | 'hash1' | 'hash2'>;

/** Counts from where a stream of lines begins, which must be the beginning of a second. */
export class Ordinals {
  readonly #seconds = new Map<number, SecondCounts>();
  readonly #mostKept: number;

  /**
   * For a cursor that knows so many lines at most: what it knows has to keep its number, so that a line which is forgotten here
   * came so many lines before that one which comes then is new by whatever number.
   */
  static forKnown(lines: number): Ordinals {
    return new Ordinals(2 * lines);
  }

  constructor(mostKept = MOST_KEPT) {
    this.#mostKept = mostKept;
  }

  /** How many different lines are counted now. */
  get kept(): number {
    return [...this.#seconds.values()].reduce((sum, { kept }) => sum + kept, 0);
  }

  /** The next line that is the same as this one has its number: the log has been cut off behind those before it. */
  goOnAt(line: Numbered): void {
    this.#countsOf(line).set(keyOf(line), line.ordinal);
  }

  next(line: Named): number {
    return this.#countsOf(line).next(keyOf(line));
  }

  #countsOf({ seconds, stream }: Named): StreamCounts {
    const { stdout, stderr } = this.#seconds.get(seconds) ?? this.#begin(seconds);
    return stream === STDERR ? stderr : stdout;
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

/** Each stream for itself: a flood on one, which nobody may want, has none of the other forgotten. */
class SecondCounts {
  readonly stdout: StreamCounts;
  readonly stderr: StreamCounts;

  constructor(mostKept: number) {
    [this.stdout, this.stderr] = [new StreamCounts(mostKept), new StreamCounts(mostKept)];
  }

  get kept(): number {
    return this.stdout.kept + this.stderr.kept;
  }
}

/** The counts of one stream of a second in two halves: when the newer is full, the older is forgotten. What comes again moves to the newer. */
class StreamCounts {
  readonly #halfFull: number;
  #newer = new Map<number, number>();
  #older = new Map<number, number>();

  constructor(mostKept: number) {
    this.#halfFull = mostKept / 2;
  }

  get kept(): number {
    return this.#newer.size + this.#older.size;
  }

  next(key: number): number {
    const ordinal = this.#newer.get(key) ?? this.#older.get(key) ?? 0;
    this.set(key, ordinal + 1);
    return ordinal;
  }

  set(key: number, ordinal: number): void {
    if (this.#newer.size >= this.#halfFull) [this.#older, this.#newer] = [this.#newer, new Map()];
    this.#newer.set(key, ordinal);
  }
}

/** Of 53 bits, as a number has room for. Two lines that share one are counted together, each time that they come, and so have numbers of their own all the same. */
const keyOf = ({ hash1, hash2 }: Named): number => hash1 * 2 ** 21 + (hash2 >>> 11);

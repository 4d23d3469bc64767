// Looks how an answer begins where stamps have whole seconds: one that begins within the newest second that is known cannot be counted there, for the log may have been cut off within it.
import type { Cursor } from '../../../cursor/cursor.ts';
import type { Numbered } from '../../../cursor/seen-ring.ts';
import type { RawLine } from '../../../lines/raw-line.ts';
import { type FirstLine, isSame, keep } from '../first-line.ts';
import type { PassOptions, PassTools } from '../pass-contract.ts';

/** Of the lines of a second that were handed over the end that an answer begins with, and whether that is beyond doubt. */
export interface Overlap {
  readonly length: number;
  /** Two different lines of it came once each: lines that were written anew do not look so. */
  readonly isCertain: boolean;
}

/** What was handed over of the newest second; `isAll`: nothing was before it. */
export interface NewestSecond {
  readonly lines: readonly Numbered[];
  readonly isAll: boolean;
}

/** Of the streams that are wanted. */
export function newestSecondOf(cursor: Pick<Cursor, 'newest' | 'ring' | 'wants'>): NewestSecond {
  const { newest, ring } = cursor;
  const all = newest ? ring.ofSecond(newest.seconds) : [];
  const lines = all.filter((line) => cursor.wants(line));
  // A line may come late with a stamp of the second before; a line that was forgotten came before all that are known.
  return { lines, isAll: ring.first === 0 && ring.count > 0 && ring.oldest().seconds === newest?.seconds };
}

/** Undefined for an answer that need not be counted, or cannot begin so. After the clock was set back seconds come again. */
export function beginningOf({ coarse, cursor }: PassTools, { admission }: PassOptions): FirstSecond | undefined {
  const isToBeCounted = coarse && admission.needs === 'known_somewhere';
  return isToBeCounted && cursor.newest !== undefined && !cursor.isStepped ? new FirstSecond(cursor) : undefined;
}

export class FirstSecond {
  /** Those that somebody wants, no more than were handed over of that second. */
  readonly lines: FirstLine[] = [];
  readonly #cursor: Cursor;
  #known: NewestSecond | undefined;
  #isWithin: boolean | undefined;
  #isAsKnown = true;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /** Whether the answer begins within that second; undefined before its first line. */
  get isWithin(): boolean | undefined {
    return this.#isWithin;
  }

  /**
   * What is to be done with the next line. `count`: it can be counted, and so can all that follow. `count_so_far`: a log that has only
   * ever been of this second begins as what is known does. `look`: it is taken here. `stop`: no more are needed.
   */
  next(line: RawLine): 'count' | 'count_so_far' | 'look' | 'stop' {
    const second = this.#cursor.newest?.seconds ?? 0;
    this.#isWithin ??= line.seconds === second;
    if (!this.#isWithin) return 'count';
    if (line.seconds > second) return 'stop';
    if (this.#cursor.isBeyondBound) return this.#nextBeyondBound(line);
    this.#known ??= newestSecondOf(this.#cursor);
    const { lines: known, isAll } = this.#known;
    if (line.seconds === second && this.#cursor.wants(line)) {
      this.#isAsKnown &&= isAll && isNext(known, this.lines.length, line);
      this.lines.push(keep(line));
    }
    if (this.lines.length < known.length) return this.#isAsKnown ? 'count_so_far' : 'look';
    return this.#isAsKnown ? 'count' : 'stop';
  }

  /** What is known of that second is not its beginning: only what the log began with tells whether it was cut off. */
  #nextBeyondBound(line: RawLine): 'count' | 'count_so_far' | 'stop' {
    if (!this.#cursor.wants(line)) return 'count_so_far';
    const { logBegins } = this.#cursor;
    if (logBegins && isSame(logBegins, line)) return 'count';
    this.lines.push(keep(line));
    return 'stop';
  }
}

/** The longest end of what is known that the answer begins with. */
export function overlapOf(known: readonly FirstLine[], answer: readonly FirstLine[]): Overlap {
  const fallbacks = fallbacksOf(answer);
  let length = 0;
  for (const line of known) {
    while (length > 0 && !isNext(answer, length, line)) length = fallbacks[length - 1] ?? 0;
    if (isNext(answer, length, line)) length++;
  }
  const times = new Map<string, number>();
  for (const line of known) times.set(keyOf(line), (times.get(keyOf(line)) ?? 0) + 1);
  const single = answer.slice(0, length).filter((line) => times.get(keyOf(line)) === 1);
  return { length, isCertain: single.length > 1 };
}

/** For each beginning of it the longest shorter one that it ends with. */
function fallbacksOf(lines: readonly FirstLine[]): readonly number[] {
  const fallbacks = [0];
  let length = 0;
  for (const line of lines.slice(1)) {
    while (length > 0 && !isNext(lines, length, line)) length = fallbacks[length - 1] ?? 0;
    if (isNext(lines, length, line)) length++;
    fallbacks.push(length);
  }
  return fallbacks;
}

function isNext(lines: readonly FirstLine[], at: number, line: FirstLine): boolean {
  const next = lines[at];
  return next !== undefined && isSame(next, line);
}

const keyOf = ({ stream, hash1, hash2 }: FirstLine): string => `${stream} ${hash1} ${hash2}`;

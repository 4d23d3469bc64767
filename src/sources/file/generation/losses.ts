// What came behind a generation and was destroyed before anybody read it, from what was told of its path.
import type { Cursor } from './cursor.ts';
import type { Lives } from './lives.ts';
import { bornAt } from './survey.ts';
import type { Life, LivesBetween, PastLife } from './turnover.ts';

/** What there is behind a generation that the path leads to no more. */
export interface Behind {
  /** Of those that came behind it and stand beside it, the oldest first: whether anything stands in each. */
  readonly stands: readonly boolean[];
  /** What the path leads to now, and its file; undefined where that is nothing. */
  readonly until: Life | undefined;
  readonly next: string | undefined;
  /** More of the generation stands somewhere, so it was renamed and not destroyed. */
  readonly isWhole: boolean;
  /** Of its file, where that is open. */
  readonly left: () => Promise<Left | undefined>;
}

/** Of a file that is open: when its name went, or it was written to last. */
export interface Left {
  readonly nlink: bigint;
  /** Nanoseconds since 1970. */
  readonly ctimeNs: bigint;
}

export interface Losses {
  /** Before which of those that are there: of those that were found, and then of what the path leads to. */
  readonly before: ReadonlySet<number>;
  /** Which life each of those has that were found, where that is known. */
  readonly lives: readonly (Life | undefined)[];
}

/** A log is made anew within so long by whoever deleted it: nothing came between. */
const AT_ONCE_NS = 100_000_000n;

export class LossFinder {
  readonly #lives: Lives;
  #destroys: boolean;

  constructor(lives: Lives, destroys: boolean) {
    this.#lives = lives;
    this.#destroys = destroys;
  }

  /** Generations of this path are destroyed and not renamed, now and then, as far as that was seen. */
  get destroys(): boolean {
    return this.#destroys;
  }

  async behind(cursor: Cursor, behind: Behind): Promise<Losses> {
    const { stands, until } = behind;
    const told = this.#lives.behind(cursor, until);
    const lives = livesOf(told, behind);
    // Where it was done before, it may have been done while nobody listened, between any two.
    if (!told.isCertain && this.#destroys) return { before: everywhere(stands), lives };
    const before = placesOf(told, stands);
    if (told.isCertain) this.#destroys ||= before.size > 0 || isDestroyed(cursor, behind);
    const mayHide = !told.isCertain && before.size === 0 && (await this.#mayHideOne(behind));
    return { before: mayHide ? new Set([0]) : before, lives };
  }

  /** Whether something may have come between a file that was deleted and the one that was made then, where nobody tells of it. */
  async #mayHideOne({ left, next, isWhole }: Behind): Promise<boolean> {
    const file = next === undefined || isWhole ? undefined : await left();
    if (file === undefined || file.nlink > 0n || next === undefined) return false;
    const born = bornAt(next);
    return born === 0n || born - file.ctimeNs > AT_ONCE_NS;
  }
}

const isDestroyed = (cursor: Cursor, { isWhole, next }: Behind): boolean =>
  !isWhole && !cursor.isCut && !cursor.isBlank && next !== cursor.file;

function placesOf({ lives }: LivesBetween, stands: readonly boolean[]): ReadonlySet<number> {
  const { isEach, areFew } = compared(lives, stands);
  const places = new Set<number>();
  const moved: PastLife[] = [];
  for (const life of lives) {
    if (life.isMoved) moved.push(life);
    else if (!life.isEmpty) places.add(withLines(isEach ? stands.slice(0, moved.length) : moved.map(mayHaveLines)));
  }
  // Where not as many are there as were renamed there are copies, or some are gone since: nobody knows which is which.
  const isUnclear = places.size > 0 && withLines(moved.map(mayHaveLines)) !== withLines(stands) && !isEach;
  return areFew || isUnclear ? everywhere(stands) : places;
}

/** Those that were renamed, beside those that stand there. */
function compared(lives: readonly PastLife[], stands: readonly boolean[]) {
  const moved = lives.filter(({ isMoved }) => isMoved);
  return {
    moved,
    /** Each of them is one of those. */
    isEach: moved.length === stands.length,
    /** Not only empty ones are gone since. */
    areFew: moved.length > stands.length && withLines(moved.map(mayHaveLines)) > withLines(stands),
  };
}

const mayHaveLines = ({ isEmpty }: PastLife): boolean => !isEmpty;

const withLines = (which: readonly boolean[]): number => which.filter(Boolean).length;

/** Before any of those in which something stands, and before what comes behind them. */
const everywhere = (stands: readonly boolean[]): ReadonlySet<number> => new Set(Array(withLines(stands) + 1).keys());

function livesOf({ lives, isCertain }: LivesBetween, { stands, until }: Behind): readonly (Life | undefined)[] {
  const { moved, isEach } = compared(lives, stands);
  const read = moved.filter((life, n) => (isEach ? stands[n] : mayHaveLines(life)));
  if (!isCertain || until === undefined || read.length !== withLines(stands)) return [];
  return read.map(({ serial }) => ({ ...until, serial }));
}

// What was made up for since the watching began: the lines that were written while nobody watched, and what came of them.
import type { Gap } from '../../core/lines/reading.ts';
import { compareStamps, type Stamp } from '../../core/lines/stamp.ts';

export interface CaughtUp {
  /** The newest line that an earlier run had judged; undefined where nothing is known from before. */
  readonly from: Stamp | undefined;
  readonly lines: number;
  readonly events: number;
  readonly gaps: number;
  /** Origins of which it is not known yet whether all that is old was read. */
  readonly left: number;
}

interface OldLines {
  readonly old: number;
  readonly events: number;
  readonly newest: Stamp;
}

/**
 * Which lines are old is told by their own time: those before the moment, by the source's clock, at which its first origin was found. Of an
 * origin they are made up for until it has come to that moment: what is lost or comes with an older time after that is of the watching itself.
 */
export class CatchUp {
  readonly #now: () => Stamp;
  /** Origins that have not come to the moment at which the watching began. */
  readonly #old = new Set<string>();
  readonly #behind = new Set<string>();
  #began: Stamp | undefined;
  #from: Stamp | undefined;
  #lines = 0;
  #events = 0;
  #gaps = 0;
  #isAllFound = false;

  /** `now` is by the source's clock. */
  constructor(now: () => Stamp) {
    this.#now = now;
  }

  /** Lines before it are old. */
  get began(): Stamp | undefined {
    return this.#began;
  }

  /** An origin is read for the first time in this run; `cursor` is how far an earlier one had come. Those of later are not waited for. */
  opened(key: string, cursor: Stamp | undefined): void {
    this.#began ??= this.#now();
    if (this.#isAllFound) return;
    this.#old.add(key);
    this.#behind.add(key);
    if (cursor && (this.#from === undefined || compareStamps(cursor, this.#from) > 0)) this.#from = cursor;
  }

  /** Of a batch with old lines and new ones the events are taken for those of the old ones. */
  judged(key: string, { old, events, newest }: OldLines): void {
    if (!this.#old.has(key)) return;
    this.#lines += old;
    this.#events += Math.min(old, events);
    this.#cameTo(key, newest);
  }

  /** One that does not end before the watching began is the last that is counted. */
  gap(key: string, { from, to }: Pick<Gap, 'from' | 'to'>): void {
    if (this.#began === undefined || !this.#old.has(key)) return;
    if (from === undefined || compareStamps(from, this.#began) < 0) this.#gaps += 1;
    this.#cameTo(key, to);
  }

  /** It has been read as far as there was something, or nothing is read of it. */
  caughtUp(key: string): void {
    this.#behind.delete(key);
  }

  /** All origins that there were have been opened. */
  foundAll(): void {
    this.#isAllFound = true;
  }

  #cameTo(key: string, moment: Stamp | undefined): void {
    if (this.#began && moment && compareStamps(moment, this.#began) < 0) return;
    this.#old.delete(key);
  }

  view(): CaughtUp {
    return {
      from: this.#from,
      lines: this.#lines,
      events: this.#events,
      gaps: this.#gaps,
      left: this.#behind.size,
    };
  }
}

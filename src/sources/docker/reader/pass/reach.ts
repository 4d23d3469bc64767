// How many of its newest records an engine is asked for: enough to reach back to the cursor, and not so many that an answer which breaks off has brought nothing new. Learnt from how the answers before have ended.
import type { PassResult } from './pass-contract.ts';

const FIRST_RECORDS = 1_000;
const GROWTH = 8;
const MOST_RECORDS = 600_000;

/** Two numbers that are no further apart have nothing between them that is worth another question: answers that bring less are of no use. */
const NEAR = 64;

export class Reach {
  /** An answer of so many records broke off within what had been handed over before. */
  #tooMany: number | undefined;
  /** So many records were still to come when an answer broke off that brought something new. */
  #left = 0;
  #hasBrokenOff = false;

  /** Whether an answer has broken off since one came to its end: of such an engine nothing can be asked that has to come whole. */
  get hasBrokenOff(): boolean {
    return this.#hasBrokenOff;
  }

  /** How many to ask for at first: what the cursor knows comes again, and then what is new. */
  first(known: number): number {
    const usual = FIRST_RECORDS + 2 * known + this.#left;
    const tooMany = this.#tooMany;
    if (tooMany === undefined || usual < tooMany) return Math.min(usual, MOST_RECORDS);
    const near = this.#left + FIRST_RECORDS;
    return this.#left > 0 && near < tooMany ? near : Math.max(1, tooMany >> 1);
  }

  /** How many to ask for when so many have not reached back to the cursor; undefined: the engine is to be asked since when. */
  more(tail: number): number | undefined {
    const grown = GROWTH * tail;
    const tooMany = this.#tooMany;
    if (tooMany !== undefined && tail < tooMany && grown >= tooMany) {
      if (tooMany - tail > NEAR) return between(tail, tooMany);
      // Meanwhile more was written.
      this.#tooMany = undefined;
    }
    return grown <= MOST_RECORDS ? grown : undefined;
  }

  /** An answer broke off of which nothing was to be handed over. */
  brokeOff(): void {
    this.#hasBrokenOff = true;
  }

  /** So ended an answer of so many records, of which all that is new was handed over. */
  ended(tail: number, { end, records, taken }: Pick<PassResult, 'end' | 'records' | 'taken'>): void {
    if (end.how === 'complete') {
      this.#hasBrokenOff = false;
      this.#left = 0;
      if (taken === 0) this.#tooMany = undefined;
    } else if (end.how === 'failed' && records > 0) {
      this.#hasBrokenOff = true;
      // Where there are not so many records at all, fewer are left than that.
      this.#left = taken > 0 ? Math.max(0, tail - records) : 0;
      if (taken === 0) this.#tooMany = tail;
    }
  }
}

const between = (few: number, many: number): number => Math.ceil((few + many) / 2);

// What becomes of each line of an answer: whether it came before, is of no interest, or is handed over. The answer has to show first that it reaches back far enough.
import { compareStamps } from '../../../../../core/lines/stamp.ts';
import type { Cursor } from '../../../cursor/cursor.ts';
import type { RawLine } from '../../../lines/raw-line.ts';
import { isSame } from '../first-line.ts';
import type { PassOptions } from '../pass-contract.ts';
import type { AnyAdmission } from './admission.ts';

export type Verdict =
  /** It was handed over before. */
  | 'known'
  | 'unwanted'
  /** It came before, although nobody remembers it. */
  | 'old'
  /** It may be the end of a line that began before the moment that was asked for. */
  | 'perhaps_a_rest'
  /** It is new, and follows no line that shows how far back the answer reaches: it is looked at only. */
  | 'looked_at'
  /** It is new, and the first line that had to be known. */
  | 'unanchored'
  /** The engine may have left out lines before it, or sends it a second time, older than what is remembered. */
  | 'doubtful'
  | 'admitted';

/** Follows one answer. */
export class Admitting {
  readonly #cursor: Cursor;
  readonly #admission: AnyAdmission;
  readonly #options: Pick<PassOptions, 'isCutByTail' | 'jumps'>;
  #isOpen: boolean;
  #sawKnown = false;
  #sawLast = false;
  /** Streams whose first line has come, a bit each. */
  #begun = 0;

  constructor(cursor: Cursor, options: Pick<PassOptions, 'admission' | 'isCutByTail' | 'jumps'>) {
    this.#cursor = cursor;
    this.#admission = options.admission;
    this.#options = options;
    this.#isOpen = options.admission.needs === 'nothing';
  }

  /** Whether a line came that had been handed over before. */
  get sawKnown(): boolean {
    return this.#sawKnown;
  }

  /** Whether it may be the end of a line that began before the moment that was asked for. */
  mayBeRest({ stream }: RawLine): boolean {
    return this.#admission.isCutBySince !== undefined && !this.#sawLast && (this.#begun & stream) === 0;
  }

  /** Of the next line, once of each and in order. */
  next(line: RawLine, ordinal: number): Verdict {
    const isFirstOfStream = (this.#begun & line.stream) === 0;
    const mayBeRest = this.mayBeRest(line);
    this.#begun |= line.stream;
    if (this.#cursor.knows(line, ordinal)) return this.#known(line, ordinal);
    if (!this.#cursor.wants(line)) return 'unwanted';
    if (isFirstOfStream && this.#options.isCutByTail && this.#cursor.knowsMoment(line)) return 'old';
    if (mayBeRest) return 'perhaps_a_rest';
    return this.#isOpen ? this.#admitted(line) : this.#whileShut(line);
  }

  #known(line: RawLine, ordinal: number): Verdict {
    const { isCutBySince, needs } = this.#admission;
    this.#sawKnown = true;
    if (isCutBySince?.last?.ordinal === ordinal && isSame(isCutBySince.last, line)) this.#sawLast = true;
    if (needs !== 'never') this.#isOpen = true;
    return 'known';
  }

  /** The answer has not yet come to where the cursor is. */
  #whileShut(line: RawLine): Verdict {
    const { needs, since, expected } = this.#admission;
    // Older than what the cursor remembers.
    if (since !== undefined && compareStamps(line, since) < 0) return 'old';
    const mustBeKnown = needs === 'known_first';
    this.#isOpen = mustBeKnown ? expected !== undefined && isSame(line, expected) : needs === 'since_alone';
    if (this.#isOpen) return this.#admitted(line);
    return mustBeKnown ? 'unanchored' : 'looked_at';
  }

  #admitted(line: RawLine): Verdict {
    const { jumps } = this.#options;
    const isDoubtful = jumps !== undefined && (this.#cursor.isBehind(line) || jumps.isJump(line, this.#cursor.newest));
    return isDoubtful ? 'doubtful' : 'admitted';
  }
}

// What has to be seen in an answer before its lines are handed over: each way with what belongs to it alone.
import type { Stamp } from '../../../../../core/lines/stamp.ts';
import type { Numbered } from '../../../cursor/seen-ring.ts';
import type { FirstLine } from '../first-line.ts';

export interface AdmissionTerms {
  /** By our side alone: the engine was not asked for it, for it would go on holding every line against it, also when its clock has gone back. */
  readonly since?: Stamp | undefined;
  /** A line that may come first although it is new. */
  readonly expected?: FirstLine;
  /** A first line that is new, with none before it that had come already, follows a gap: lines may have been there that are there no more. */
  readonly tellGap?: 'rotated' | 'engine_error';
  /**
   * The engine was asked since when, and its answer may begin with the rest of a line: a first line of a stream that did not come before
   * is not believed, and the pass ends as `unanchored`. Behind this line, the last that was handed over, it is: nothing was unfinished then.
   */
  readonly isCutBySince?: { readonly last: Numbered | undefined };
  /** The answer begins within the newest second that is known: known to begin with this line, and the first of equal lines have these numbers. */
  readonly within?: { readonly first: FirstLine | undefined; readonly numbers: readonly Numbered[] };
}

export type Admission =
  /** The answer is known to reach back far enough. */
  | ({ readonly needs: 'nothing' } & Pick<AdmissionTerms, 'tellGap' | 'within'>)
  /**
   * The first line from `since` on must be one that came before (or `expected`), else the answer does not reach back to the
   * cursor; what is older than `since` came before that.
   */
  | ({ readonly needs: 'known_first' } & Pick<AdmissionTerms, 'since' | 'expected' | 'tellGap'>)
  /** Whatever comes before a line that came before is old. */
  | ({ readonly needs: 'known_somewhere' } & Pick<AdmissionTerms, 'isCutBySince'>)
  /** From `since` on all is taken, whether the answer reaches back to the cursor or not. */
  | ({ readonly needs: 'since_alone' } & Pick<AdmissionTerms, 'since' | 'tellGap'>)
  /** Lines are looked at and not taken. */
  | ({ readonly needs: 'never' } & Pick<AdmissionTerms, 'since'>);

/** The same, where it is asked for terms whatever the way. */
export type AnyAdmission = Pick<Admission, 'needs'> & AdmissionTerms;

export const NEVER = { needs: 'never' } as const;

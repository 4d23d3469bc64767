// One look over the stamps of a batch, for the cursor, for what arrives late, and for what was written before the watching began.
import type { LineBatch } from '../../core/lines/line-batch.ts';
import type { Stamp } from '../../core/lines/stamp.ts';

/** A line that is earlier than the newest by more than this comes from a clock that was set back; it begins anew. The streams of one origin disagree by less. */
const CLOCK_STEP_SECONDS = 2;

export interface BatchSurvey {
  /** The newest moment of a line so far. */
  readonly newest: Stamp;
  /** Lines of the batch before the moment from which on lines are in time. */
  readonly late: number;
  /** Lines of the batch from before the watching began. */
  readonly old: number;
}

export interface SurveyQuestion {
  readonly newest: Stamp | undefined;
  readonly lateBefore: number;
  readonly began?: Stamp | undefined;
}

/** `newest` is what earlier batches gave; `lateBefore` are whole seconds since 1970. The batch is not empty. */
export function surveyBatch(
  { count, seconds, nanos, joined }: LineBatch,
  { newest, lateBefore, began: from }: SurveyQuestion,
): BatchSurvey {
  let [second, nano] = newest === undefined ? [Number.NEGATIVE_INFINITY, 0] : [newest.seconds, newest.nanos];
  const [start, startPart] = from === undefined ? [Number.NEGATIVE_INFINITY, 0] : [from.seconds, from.nanos];
  // A line is as late as its beginning, and reaches as far as its end.
  const { seconds: ends, nanos: endParts } = joined ?? { seconds, nanos };
  let [late, old] = [0, 0];
  for (let line = 0; line < count; line++) {
    const began = seconds[line] ?? 0;
    if (began < lateBefore) late++;
    if (began < start || (began === start && (nanos[line] ?? 0) < startPart)) old++;
    const [at, part] = [ends[line] ?? 0, endParts[line] ?? 0];
    if (at > second || (at === second && part > nano) || at < second - CLOCK_STEP_SECONDS) [second, nano] = [at, part];
  }
  return { newest: { seconds: second, nanos: nano }, late, old };
}

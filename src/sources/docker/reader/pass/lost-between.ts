// What was lost between the newest line that came and the first that is left, in times.
import type { Gap } from '../../../../core/lines/reading.ts';
import { compareStamps, type Stamp, stampAfter } from '../../../../core/lines/stamp.ts';

/** A line that is older than the newest by more than this comes from another time of the engine's clock. */
const DISORDER_MS = 2_000;

export function lostBetween(newest: Stamp, first: Stamp): readonly Pick<Gap, 'from' | 'to'>[] {
  if (compareStamps(first, newest) >= 0) return [{ from: newest, to: first }];
  // Lines are not written quite in order.
  if (compareStamps(first, stampAfter(newest, -DISORDER_MS)) >= 0) return [{ from: first, to: newest }];
  // The engine's clock was set back meanwhile: nobody knows how late it was before, nor how early afterwards.
  return [
    { from: newest, to: undefined },
    { from: undefined, to: first },
  ];
}

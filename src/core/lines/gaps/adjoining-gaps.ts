// A loss that goes on where the one before it ended is the same loss.
import type { Gap } from '../reading.ts';
import { compareStamps } from '../stamp.ts';

/** Both in one, where the next begins at the very moment at which the other ends, for the same reason: no more than a line came in between. */
export function joinedGap(before: Gap | undefined, next: Gap): Gap | undefined {
  if (before?.to === undefined || next.from === undefined || before.reason !== next.reason) return undefined;
  return compareStamps(before.to, next.from) === 0 ? { ...next, from: before.from } : undefined;
}

/** The gaps with one more behind them. */
export function withGap(gaps: readonly Gap[], next: Gap): readonly Gap[] {
  const joined = joinedGap(gaps.at(-1), next);
  return joined ? [...gaps.slice(0, -1), joined] : [...gaps, next];
}

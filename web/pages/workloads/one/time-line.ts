// A container's time as a line, with what was lost marked on it.
import type { Container } from '../../../api/shapes.ts';

export interface GapMark {
  /** As parts of the line, from 0 to 1. */
  readonly from: number;
  readonly to: number;
}

export interface TimeLine {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly gaps: readonly GapMark[];
}

/** So much of the line a mark takes at least, or nobody would see it. */
const LEAST = 0.006;

/** From when it was found, or the first gap where that is earlier, until now or until it went. */
export function timeLineOf({ found_at: found, gone_at: gone, gaps }: Container, now: number): TimeLine {
  const moments = gaps.flatMap((gap) => [gap.from, gap.to]).filter((at) => at !== null);
  const from = Math.min(Date.parse(found), ...moments.map((at) => Date.parse(at)));
  const to = Math.max(from + 1, gone === null ? now : Date.parse(gone));
  const place = (at: number): number => Math.max(0, Math.min(1, (at - from) / (to - from)));
  const marks = gaps.map((gap) => {
    const begin = place(gap.from === null ? from : Date.parse(gap.from));
    const end = place(gap.to === null ? to : Date.parse(gap.to));
    return { from: Math.min(begin, 1 - LEAST), to: Math.max(end, Math.min(begin, 1 - LEAST) + LEAST) };
  });
  return { from, to, gaps: marks };
}

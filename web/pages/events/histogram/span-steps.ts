// How a span is cut into steps for the histogram.

const MINUTE_MS = 60_000;
/** Lengths that people can read off a clock, in minutes. */
const LENGTHS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080];
const MOST_STEPS = 72;

export interface Steps {
  /** Milliseconds since 1970: where the first step begins, and where the last one ends. */
  readonly from: number;
  readonly to: number;
  readonly minutes: number;
  readonly count: number;
}

/** As many as can be told apart. The ends are moved outwards to whole steps. */
export function stepsOf(from: number, to: number): Steps {
  const span = Math.max(MINUTE_MS, to - from);
  const minutes = LENGTHS.find((length) => span / (length * MINUTE_MS) <= MOST_STEPS) ?? 10_080;
  const length = minutes * MINUTE_MS;
  const begin = Math.floor(from / length) * length;
  const end = Math.ceil(to / length) * length;
  return { from: begin, to: end, minutes, count: Math.max(1, Math.round((end - begin) / length)) };
}

/** The time at which a part of the width begins. */
export function timeAt({ from, minutes, count }: Steps, part: number): number {
  const step = Math.max(0, Math.min(count, Math.round(part * count)));
  return from + step * minutes * MINUTE_MS;
}

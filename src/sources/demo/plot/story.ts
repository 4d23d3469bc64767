// What goes wrong in the invented shop, and when: the same again every minute and a half, with the first of it soon after the beginning.

export type Trouble =
  | 'database_full'
  | 'null_pointer'
  | 'bad_gateway'
  | 'out_of_memory'
  | 'payment_timeout'
  | 'panic'
  | 'failed_logins';

const EVERY_SECONDS = 90;

/** By the second in which it happens. */
const TROUBLES: ReadonlyMap<number, Trouble> = new Map([
  [3, 'database_full'],
  [6, 'null_pointer'],
  [19, 'bad_gateway'],
  [20, 'bad_gateway'],
  [38, 'out_of_memory'],
  [52, 'failed_logins'],
  [53, 'failed_logins'],
  [62, 'payment_timeout'],
  [75, 'panic'],
]);

/** A run of the worker ends in these seconds, and the next one begins so much later. */
const ENDS: readonly { readonly at: number; readonly exitCode: number; readonly isOom: boolean }[] = [
  { at: 38, exitCode: 137, isOom: true },
  { at: 75, exitCode: 101, isOom: false },
];
const BACK_AFTER_SECONDS = 3;

/** Seconds are counted from the beginning of the story; those before it are negative. */
export function troubleAt(second: number): Trouble | undefined {
  return TROUBLES.get(withinRound(second));
}

/** The end of a run of the worker. */
export interface RunEnd {
  readonly second: number;
  readonly exitCode: number;
  readonly isOom: boolean;
  /** The second in which it runs again. */
  readonly backAt: number;
}

/** The last end at or before the second. */
export function lastEndUntil(second: number): RunEnd {
  const round = Math.floor(second / EVERY_SECONDS) * EVERY_SECONDS;
  const [first, last] = [ENDS[0], ENDS[ENDS.length - 1]];
  if (first === undefined || last === undefined) throw new Error('The story has no end of a run.');
  const found = ENDS.findLast(({ at }) => round + at <= second);
  const { at, exitCode, isOom } = found ?? last;
  const ended = (found ? round : round - EVERY_SECONDS) + at;
  return { second: ended, exitCode, isOom, backAt: ended + BACK_AFTER_SECONDS };
}

/** Those in [from, to), in order. */
export function endsBetween(from: number, to: number): readonly RunEnd[] {
  const ends: RunEnd[] = [];
  for (let end = lastEndUntil(to - 1); end.second >= from; end = lastEndUntil(end.second - 1)) ends.unshift(end);
  return ends;
}

const withinRound = (second: number): number => within(second, EVERY_SECONDS);

/** How far a second is in a round of so many, also before the story begins. */
export const within = (second: number, round: number): number => ((second % round) + round) % round;

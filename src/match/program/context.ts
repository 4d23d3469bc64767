// What stands beside a position of the line: all that an assertion can ask about.
import type { Assertion } from '../syntax/node.ts';

/** The neighbour before or after a position. Numbers, as they index tables; START is before only, END after only. */
export const START = 0;
export const LINE_FEED = 1;
export const WORD = 2;
export const OTHER = 3;
export const END = 4;

/** Contexts that a position may have before it. */
export const CONTEXTS_BEFORE = 4;

/** The assertions by number, as programs hold them. */
export const ASSERTIONS: readonly Assertion[] = [
  'text-start',
  'line-start',
  'text-end',
  'line-end',
  'word-boundary',
  'not-word-boundary',
];

/** Assertions below this number are decided by what stands before alone. */
export const FIRST_LOOKING_AHEAD = 2;

/** Whether an assertion holds between `before` and `after`. */
export function holds(assertion: number, before: number, after: number): boolean {
  switch (assertion) {
    case 0:
      return before === START;
    case 1:
      return before === START || before === LINE_FEED;
    case 2:
      return after === END;
    case 3:
      return after === END || after === LINE_FEED;
    case 4:
      return (before === WORD) !== (after === WORD);
    default:
      return (before === WORD) === (after === WORD);
  }
}

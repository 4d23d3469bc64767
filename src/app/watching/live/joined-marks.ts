// The rules that match lines which are judged joined, told at the line with which they do: a view shows each line at once, and does not wait for the rest.
import { batchOfGiven } from '../../../core/joining/given-lines.ts';
import type { Joining } from '../../../core/joining/joining.ts';
import { LineJoiner } from '../../../core/joining/line-joiner.ts';
import { withLineFeeds } from '../../../core/text/inner-newline.ts';
import type { LiveLine } from '../../../sources/live-sink.ts';
import type { MarkedRule } from './live-outlet.ts';

/** The first lines are looked at again with each that comes: of more than this nothing is told. */
const MOST_BYTES = 64 * 1024;

type Marks = (line: LiveLine) => readonly MarkedRule[];

/** Every line of the log has to be asked about, in order. Those of its rules are given that did not match without it. */
export function joinedMarks(rulesOf: Marks, joining: Joining): Marks {
  const joiner = new LineJoiner(joining);
  /** By stream: what was told of the lines that are open there. */
  const told = new Map<number, Set<string>>();
  return (line) => {
    joiner.take(batchOfGiven([line]));
    const open = joiner.openOn(line.stream);
    if (open === undefined || open.bytes > MOST_BYTES) return [];
    const known = (open.lines > 1 && told.get(line.stream)) || new Set<string>();
    const rules = rulesOf({ ...line, bytes: withLineFeeds(open.text()) }).filter(({ id }) => !known.has(id));
    told.set(line.stream, new Set([...known, ...rules.map(({ id }) => id)]));
    return rules;
  };
}

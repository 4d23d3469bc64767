// The rules that match lines which are judged joined, told at the line with which they do: a view shows each line at once, and does not wait for the rest.
import { batchOfGiven } from '../../../core/joining/given-lines.ts';
import type { Joining } from '../../../core/joining/joining.ts';
import { LineJoiner } from '../../../core/joining/line-joiner.ts';
import { withLineFeeds } from '../../../core/text/inner-newline.ts';
import type { LiveLine } from '../../../sources/live-sink.ts';
import type { MarkedRule } from './live-outlet.ts';

/** The first lines are looked at again with those that come: of more than this nothing is told. */
const MOST_BYTES = 64 * 1024;

/** Up to so much they are looked at with each line, and beyond that when so large a part more has come: so that what is looked at stays a small multiple of what was written. */
const WITH_EACH_LINE = 8 * 1024;
const GROWN_BY = 1 / 16;

/** What was seen of the lines that are open on a stream. */
interface Seen {
  readonly told: ReadonlySet<string>;
  readonly bytes: number;
}

const NOTHING: Seen = { told: new Set(), bytes: 0 };

type Marks = (line: LiveLine) => readonly MarkedRule[];

/** Every line of the log has to be asked about, in order. Those of its rules are given that did not match without it; where very much is joined, some lines later. */
export function joinedMarks(rulesOf: Marks, joining: Joining): Marks {
  const joiner = new LineJoiner(joining);
  const seenOn = new Map<number, Seen>();
  return (line) => {
    joiner.take(batchOfGiven([line]));
    const open = joiner.openOn(line.stream);
    if (open === undefined || open.bytes > MOST_BYTES) return [];
    const seen = (open.lines > 1 && seenOn.get(line.stream)) || NOTHING;
    if (open.bytes > WITH_EACH_LINE && open.bytes < seen.bytes * (1 + GROWN_BY)) return [];
    const rules = rulesOf({ ...line, bytes: withLineFeeds(open.text()), object: open.object }).filter(
      ({ id }) => !seen.told.has(id),
    );
    seenOn.set(line.stream, { told: new Set([...seen.told, ...rules.map(({ id }) => id)]), bytes: open.bytes });
    return rules;
  };
}

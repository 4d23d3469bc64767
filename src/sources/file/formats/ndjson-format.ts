// An object a line, of which one member is the message.
import { INNER_NEWLINE } from '../../../core/text/inner-newline.ts';
import { writeUnescaped } from '../../../core/text/json-escapes.ts';
import { CARRIAGE_RETURN } from '../../../core/text/line-end.ts';
import { LONGEST_LINE } from '../lines/chunk.ts';
import { asItIs } from './docker-json-format.ts';
import { type OpenEnvelope, objectFormat } from './enveloped-format.ts';
import { findMembers, otherAt } from './json-members.ts';

const TIMES = ['time', 'timestamp', '@timestamp', 'ts'];

/** What has no such member is a line as it stands. */
export function ndjsonFormat(message: string) {
  const names = [message, ...TIMES].map((name) => Buffer.from(name));
  const places = new Int32Array(names.length * 2);
  const open: OpenEnvelope = (envelope, into, { contents, clock }) => {
    const { bytes } = envelope;
    const isOne = findMembers(envelope, names, places);
    const [from = -1, end = -1] = places;
    if (!isOne || from < 0) return asItIs(envelope, into, clock);
    const time = TIMES.findIndex((_, at) => places[at * 2 + 2] !== -1);
    const [begins = -1, ends = 0] = time < 0 ? [] : places.subarray(time * 2 + 2);
    if (begins >= 0) clock.read(bytes, begins, ends);
    else if (begins < -1) clock.readNumber(bytes, otherAt(begins), ends);
    else clock.arrives();
    // One that is longer would have to be kept wherever its line is.
    contents.isObject = envelope.end - envelope.from <= LONGEST_LINE;
    const written = writeUnescaped({ bytes, from, end }, into);
    // A text without escapes is as long as it was, and has no lines within it.
    return written - into.at === end - from ? written : tidy(into.bytes, into.at, written);
  };
  return objectFormat(open);
}

/** Lines within a message end as those of any log do: one return before a line feed is no part of them, and none is empty at the end of all. */
function tidy(bytes: Uint8Array, from: number, end: number): number {
  let written = from;
  for (let at = from; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === INNER_NEWLINE && written > from && bytes[written - 1] === CARRIAGE_RETURN) written--;
    bytes[written++] = byte;
  }
  while (written > from && bytes[written - 1] === INNER_NEWLINE) written--;
  return written;
}

// An object a line, of which one member is the message.
import { INNER_NEWLINE } from '../../../core/text/inner-newline.ts';
import { writeUnescaped } from '../../../core/text/json-escapes.ts';
import { asItIs } from './docker-json-format.ts';
import { envelopedFormat, type OpenEnvelope } from './enveloped-format.ts';
import { findMembers } from './json-members.ts';

const TIMES = ['time', 'timestamp', '@timestamp', 'ts'];
const BLANK = 0x20;

/** What has no such member is a line as it stands. */
export function ndjsonFormat(message: string) {
  const names = [message, ...TIMES].map((name) => Buffer.from(name));
  const places = new Int32Array(names.length * 2);
  const open: OpenEnvelope = (envelope, into, { clock }) => {
    const { bytes } = envelope;
    const isOne = findMembers(envelope, names, places);
    const [from = -1, end = -1] = places;
    if (!isOne || from < 0) return asItIs(envelope, into, clock);
    const time = TIMES.findIndex((_, at) => (places[at * 2 + 2] ?? -1) >= 0);
    if (time < 0) clock.arrives();
    else clock.read(bytes, places[time * 2 + 2] ?? 0, places[time * 2 + 3] ?? 0);
    const behind = writeUnescaped({ bytes, from, end }, into);
    // A message of several lines is one line of the log.
    for (let at = into.at; at < behind; at++) if (into.bytes[at] === INNER_NEWLINE) into.bytes[at] = BLANK;
    return behind;
  };
  return envelopedFormat(open);
}

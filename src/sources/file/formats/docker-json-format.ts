// What Docker's json-file driver writes: `{"log":"text\n","stream":"stdout","time":"2026-01-31T12:00:00.000000000Z"}`.
import { STDERR, STDOUT } from '../../../core/lines/line-batch.ts';
import { INNER_NEWLINE } from '../../../core/text/inner-newline.ts';
import { writeUnescaped } from '../../../core/text/json-escapes.ts';
import { withoutReturn } from '../../../core/text/line-end.ts';
import { type Envelope, envelopedFormat, type OpenEnvelope } from './enveloped-format.ts';
import { findMembers } from './json-members.ts';

const NAMES = ['log', 'stream', 'time'].map((name) => Buffer.from(name));
/** The fourth letter of `stderr`, by which it is told from `stdout`. */
const OF_STDERR = 'e'.charCodeAt(0);

const places = new Int32Array(NAMES.length * 2);

const open: OpenEnvelope = (envelope, into, { contents, clock }) => {
  const { bytes } = envelope;
  const isOne = findMembers(envelope, NAMES, places);
  const [log = -1, logEnd = -1, stream = -1, , time = -1, timeEnd = -1] = places;
  if (!isOne || log < 0) return asItIs(envelope, into, clock);
  if (time >= 0) clock.read(bytes, time, timeEnd);
  else clock.arrives();
  contents.stream = stream >= 0 && bytes[stream + 3] === OF_STDERR ? STDERR : STDOUT;
  const end = writeUnescaped({ bytes, from: log, end: logEnd }, into);
  contents.isPart = end === into.at || into.bytes[end - 1] !== INNER_NEWLINE;
  if (contents.isPart) return end;
  return withoutReturn(into.bytes, into.at, end - 1);
};

/** A line that is no such envelope is not lost. */
export function asItIs(
  { bytes, from, end }: Readonly<Envelope>,
  into: { readonly bytes: Uint8Array; readonly at: number },
  clock: { read(bytes: Uint8Array, from: number, end: number): void },
): number {
  clock.read(bytes, from, end);
  into.bytes.set(bytes.subarray(from, end), into.at);
  return into.at + end - from;
}

export const dockerJsonFormat = () => envelopedFormat(open);

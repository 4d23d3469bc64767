// What the nodes of Kubernetes write: `2026-01-31T12:00:00.000000000Z stdout F text`, with P for F where the text goes on in the next line.
import { STDERR, STDOUT } from '../../../core/lines/line-batch.ts';
import { asItIs } from './docker-json-format.ts';
import { envelopedFormat, type OpenEnvelope } from './enveloped-format.ts';

const BLANK = 0x20;
const STREAM_LENGTH = 'stdout'.length;
const PART = 'P'.charCodeAt(0);
const OF_STDERR = 'e'.charCodeAt(0);
const LONGEST_STAMP = 40;

const open: OpenEnvelope = (envelope, into, { contents, clock }) => {
  const { bytes, from, end } = envelope;
  const stampEnd = blankAt(bytes, from, Math.min(end, from + LONGEST_STAMP));
  const tags = stampEnd + 1 + STREAM_LENGTH + 1;
  const isOne = stampEnd > 0 && bytes[tags - 1] === BLANK && tags < end && bytes[stampEnd + 1] === 0x73;
  if (!isOne) return asItIs(envelope, into, clock);
  const tagsEnd = blankAt(bytes, tags, end);
  const text = tagsEnd < 0 ? end : tagsEnd + 1;
  clock.read(bytes, from, stampEnd);
  contents.stream = bytes[stampEnd + 4] === OF_STDERR ? STDERR : STDOUT;
  contents.isPart = bytes[tags] === PART;
  into.bytes.set(bytes.subarray(text, end), into.at);
  return into.at + end - text;
};

function blankAt(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) if (bytes[at] === BLANK) return at;
  return -1;
}

export const criFormat = () => envelopedFormat(open);

// Formats in which a line stands inside something else: its text is written to bytes of the batch's own.
import { STDERR, STDOUT, type StreamNumber, TRUNCATED } from '../../../core/lines/line-batch.ts';
import { freeInnerNewlines, INNER_NEWLINE } from '../../../core/text/inner-newline.ts';
import { NEWLINE, withoutReturn } from '../../../core/text/line-end.ts';
import { type Chunk, LONGEST_LINE, lineEnd } from '../lines/chunk.ts';
import type { FileBatch } from '../lines/file-batch.ts';
import type { LineClock } from '../stamps/line-clock.ts';
import type { LineFormat, LineTerms } from './line-format.ts';

/** What is in an envelope: written to, for an object a line would cost too much. */
export interface Contents {
  stream: StreamNumber;
  /** Its text goes on in the next envelope. */
  isPart: boolean;
  /** The envelope is an object that says more than its text. */
  isObject: boolean;
}

/** bytes[from, end). */
export interface Envelope {
  readonly bytes: Buffer;
  from: number;
  end: number;
}

/** Opens an envelope: writes the text to `into` and gives the place behind it, and tells its time to the clock. */
export type OpenEnvelope = (
  envelope: Readonly<Envelope>,
  into: { readonly bytes: Uint8Array; readonly at: number },
  found: { readonly contents: Contents; readonly clock: LineClock },
) => number;

export const envelopedFormat = (open: OpenEnvelope): LineFormat => ({
  take: (chunk, batch, terms) => take(chunk, batch, { ...terms, open }),
});

/** The same where envelopes are objects, and a line may have line feeds within it, which travel as a byte that stands for nothing else then. */
export const objectFormat = (open: OpenEnvelope): LineFormat => ({
  take(chunk, batch, terms) {
    const free = freed(chunk);
    take(free, batch, { ...terms, open });
    batch.isJoined = true;
    const { bytes } = free;
    batch.objects = () => ({ bytes, starts: batch.objectStarts, ends: batch.objectEnds });
  },
});

function freed(chunk: Chunk): Chunk {
  const { bytes, from, end } = chunk;
  if (!bytes.subarray(from, end).includes(INNER_NEWLINE)) return chunk;
  // Whoever reads the file has its bytes as they are.
  const own = Buffer.from(bytes);
  freeInnerNewlines(own);
  return { ...chunk, bytes: own };
}

function take(chunk: Chunk, batch: FileBatch, terms: LineTerms & { readonly open: OpenEnvelope }): void {
  const { bytes, from, end, offset } = chunk;
  const { clock, wanted, generation, open } = terms;
  const envelope: Envelope = { bytes, from, end };
  // Whatever stands in an envelope is shorter than it, and a `\n` goes with it.
  const own = batch.room(end - from + 1);
  batch.begin(generation, own);
  batch.behind = from;
  const contents = { stream: STDOUT, isPart: false, isObject: false } as Contents;
  const began = { seconds: 0, nanos: 0 };
  let [at, written, start, first] = [from, 0, 0, from];
  while (!batch.full) {
    const envelopeEnd = lineEnd(chunk, at);
    if (envelopeEnd < 0) break;
    contents.stream = STDOUT;
    contents.isPart = false;
    contents.isObject = false;
    envelope.from = at;
    envelope.end = withoutReturn(bytes, at, envelopeEnd);
    const isFirst = written === start;
    written = open(envelope, { bytes: own, at: written }, { contents, clock });
    if (isFirst) [began.seconds, began.nanos] = [clock.seconds, clock.nanos];
    at = Math.min(envelopeEnd + 1, end);
    // What is longer than a line may be is not waited for.
    if (contents.isPart && written - start <= LONGEST_LINE && !(chunk.isLast && at === end)) continue;
    const isWanted = wants(contents.stream, wanted);
    if (isWanted) {
      const cut = Math.min(written, start + LONGEST_LINE);
      batch.add(start, cut, offset + first - from);
      batch.timed(began);
      batch.streamed(contents.stream);
      batch.takenOutOf(envelope.from, contents.isObject ? envelope.end : envelope.from);
      if (cut < written) batch.marked(TRUNCATED);
      written = cut;
      own[written++] = NEWLINE;
      batch.length = written;
    } else written = start;
    [start, first] = [written, at];
    batch.behind = at;
  }
}

const wants = (stream: StreamNumber, { stdout, stderr }: LineTerms['wanted']): boolean =>
  stream === STDERR ? stderr : stdout;

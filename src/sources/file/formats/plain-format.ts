// A line is what stands in the file: nothing of it is moved.
import { TRUNCATED } from '../../../core/lines/line-batch.ts';
import { NEWLINE, withoutReturn } from '../../../core/text/line-end.ts';
import { type Chunk, cutEnd, LONGEST_LINE, lineEnd } from '../lines/chunk.ts';
import type { FileBatch } from '../lines/file-batch.ts';
import { newlineFinder } from '../lines/newline-finder.ts';
import type { LineFormat, LineTerms } from './line-format.ts';

const newlines = newlineFinder();

export const plainFormat: LineFormat = {
  take(chunk, batch, terms) {
    const { from, offset } = chunk;
    const { clock } = terms;
    const lines = chunk.bytes.subarray(from, chunk.end);
    batch.begin(terms.generation, lines);
    batch.behind = from;
    if (!terms.wanted.stdout) {
      passOver(chunk, batch);
      return;
    }
    const { ends } = newlines;
    const count = newlines.find(lines);
    let at = 0;
    for (let line = 0; line < count; line++) {
      const end = ends[line] ?? 0;
      if (end - at > LONGEST_LINE) break;
      batch.add(at, withoutReturn(lines, at, end), offset + at);
      clock.read(lines, at, end);
      batch.timed(clock);
      at = end + 1;
    }
    batch.length = at;
    batch.behind = from + at;
    // What has no end, or one that does not stand where a batch has it.
    if (batch.count === 0 && lineEnd(chunk, from) >= 0) takeAlone(chunk, batch, terms);
  },
};

/** Nobody wants them. */
function passOver(chunk: Chunk, batch: FileBatch): void {
  const last = chunk.bytes.subarray(chunk.from, chunk.end).lastIndexOf(NEWLINE);
  batch.behind = chunk.isLast ? chunk.end : chunk.from + last + 1;
}

/** One line, in bytes of our own. */
function takeAlone(chunk: Chunk, batch: FileBatch, { clock, generation }: LineTerms): void {
  const { bytes, offset, from } = chunk;
  const at = batch.behind;
  const end = lineEnd(chunk, at);
  const text = withoutReturn(bytes, at, end);
  const cut = cutEnd(bytes, at, text);
  const own = batch.room(cut - at + 1);
  own.set(bytes.subarray(at, cut));
  own[cut - at] = NEWLINE;
  batch.begin(generation, own);
  batch.add(0, cut - at, offset + at - from);
  clock.read(bytes, at, cut);
  batch.timed(clock);
  if (cut < text) batch.marked(TRUNCATED);
  batch.length = cut - at + 1;
  batch.behind = Math.min(end + 1, chunk.end);
}

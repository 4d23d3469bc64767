// What can be wrong with a batch: a caller that is mistaken must hear of it, instead of getting hits that make no sense.
import { NEWLINE } from '../../core/text/line-end.ts';
import type { Batch } from './batch.ts';

/** What contradicts itself in the batch, whose text begins the buffer, as a sentence; undefined when it is sound. It costs a nanosecond a line. */
export function batchFault(batch: Batch, buffer: Uint8Array): string | undefined {
  const { length, lineStarts, masks, maskOfLine } = batch;
  if (!Number.isInteger(length) || length < 0 || length > buffer.length)
    return `A batch of ${length} bytes lies in a buffer of ${buffer.length}.`;
  if (lineStarts === undefined)
    return maskOfLine === undefined ? undefined : 'A batch tells the masks of its lines but not where they begin.';
  const count = batch.lineCount ?? lineStarts.length;
  if (!(count >= 0 && count <= lineStarts.length))
    return `A batch of ${count} lines tells where ${lineStarts.length} begin.`;
  if (masks !== undefined && maskOfLine !== undefined && maskOfLine.length < count)
    return `A batch of ${count} lines tells the masks of ${maskOfLine.length}.`;
  return startFault(lineStarts.subarray(0, count), buffer.subarray(0, length));
}

function startFault(starts: Int32Array, text: Uint8Array): string | undefined {
  let before = -1;
  for (let line = 0; line < starts.length; line++) {
    const start = starts[line] ?? 0;
    if (start <= before) return `Line ${line} of a batch begins at ${start}, and the one before it at ${before}.`;
    if (start >= text.length) return `Line ${line} of a batch begins at ${start}, and the text ends at ${text.length}.`;
    if (start > 0 && text[start - 1] !== NEWLINE) return `Before line ${line} of a batch, at ${start}, stands no \\n.`;
    before = start;
  }
  return undefined;
}

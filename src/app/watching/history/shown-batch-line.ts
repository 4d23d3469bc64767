import { type LineBatch, STDERR, STDOUT, TRUNCATED } from '../../../core/lines/line-batch.ts';
import { shownLine } from '../live/live-events.ts';

/** One line of a batch as the API shows it, with its colours. */
export function shownBatchLine(batch: LineBatch, line: number): ReturnType<typeof shownLine> {
  const { bytes, starts, ends, seconds, nanos, streams, marks } = batch;
  return shownLine({
    stream: streams[line] === STDERR ? STDERR : STDOUT,
    stamp: { seconds: seconds[line] ?? 0, nanos: nanos[line] ?? 0 },
    bytes: bytes.subarray(starts[line], ends[line]),
    truncated: marks[line] === TRUNCATED,
  });
}

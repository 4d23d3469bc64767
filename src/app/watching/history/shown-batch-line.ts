import { type LineBatch, STDERR, STDOUT, TRUNCATED } from '../../../core/lines/line-batch.ts';
import { withLineFeeds } from '../../../core/text/inner-newline.ts';
import { shownLine } from '../live/live-events.ts';

/** One line of a batch as the API shows it, with its colours. */
export function shownBatchLine(batch: LineBatch, line: number): ReturnType<typeof shownLine> {
  const { bytes, starts, ends, seconds, nanos, streams, marks } = batch;
  const text = bytes.subarray(starts[line], ends[line]);
  return shownLine({
    stream: streams[line] === STDERR ? STDERR : STDOUT,
    stamp: { seconds: seconds[line] ?? 0, nanos: nanos[line] ?? 0 },
    bytes: batch.isJoined ? withLineFeeds(text) : text,
    truncated: marks[line] === TRUNCATED,
  });
}

// Shows the lines of a file's batches to whoever looks, and knows which was shown last.

import { type LineBatch, STDERR, STDOUT, TRUNCATED } from '../../../core/lines/line-batch.ts';
import { offsetOf } from '../../../core/lines/naming/line-offset.ts';
import { objectOf } from '../../../core/lines/objects/line-objects.ts';
import { withLineFeeds } from '../../../core/text/inner-newline.ts';
import type { LiveSink } from '../../live-sink.ts';
import { lineName } from './line-name.ts';

export class ShownLines {
  readonly #sink: Pick<LiveSink, 'line'>;
  #last: string | undefined;

  constructor(sink: Pick<LiveSink, 'line'>) {
    this.#sink = sink;
  }

  /** The name of the line that was shown last. */
  get last(): string | undefined {
    return this.#last;
  }

  /** Those that begin at this place of their file or behind it. */
  show(batch: LineBatch, from = 0): void {
    const { bytes, starts, ends, seconds, nanos, streams, marks } = batch;
    for (let line = 0; line < batch.count; line++) {
      const offset = offsetOf(batch, line);
      if (offset < from) continue;
      const text = bytes.subarray(starts[line], ends[line]);
      this.#last = lineName(offset, text);
      this.#sink.line({
        id: this.#last,
        stamp: { seconds: seconds[line] ?? 0, nanos: nanos[line] ?? 0 },
        stream: streams[line] === STDERR ? STDERR : STDOUT,
        bytes: batch.isJoined ? withLineFeeds(text) : text,
        truncated: marks[line] === TRUNCATED,
        object: objectOf(batch, line),
      });
    }
  }
}

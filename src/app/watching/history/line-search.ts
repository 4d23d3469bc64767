// Goes through the lines of a log for the one that an event came from, and keeps those before and behind it.
import { eventText } from '../../../core/events/event-text.ts';
import { type LineBatch, STDERR, STDOUT } from '../../../core/lines/line-batch.ts';
import { writePlainLines } from '../../../core/lines/plain-lines.ts';
import { wholeMillisecondsOf } from '../../../core/lines/stamp.ts';
import type { EventOfLine, LineContext } from '../../../http/resources/watching/written-lines.ts';
import { shownBatchLine } from './shown-batch-line.ts';

type Shown = LineContext['lines'][number];

/** Keeps the last lines until the one that is meant comes, and then the next ones. */
export class LineSearch {
  readonly #event: EventOfLine;
  readonly #count: number;
  readonly #enough = new AbortController();
  readonly #atMs: number;
  readonly #stream: number;
  readonly #before: Shown[] = [];
  readonly #from: Shown[] = [];

  constructor(event: EventOfLine, count: number) {
    [this.#event, this.#count] = [event, count];
    this.#atMs = Date.parse(String(event.metadata.line_at));
    this.#stream = event.metadata.stream === 'stderr' ? STDERR : STDOUT;
  }

  /** Aborts when nothing that comes is wanted. */
  get enough(): AbortSignal {
    return this.#enough.signal;
  }

  get isFound(): boolean {
    return this.#from.length > 0;
  }

  /** Whether there are as many lines before it as were wanted. */
  get isFull(): boolean {
    return this.#before.length === this.#count;
  }

  get lines(): Shown[] {
    return [...this.#before, ...this.#from];
  }

  take(batch: LineBatch): void {
    for (let line = 0; line < batch.count && this.#from.length <= this.#count; line++) {
      if (this.isFound) this.#from.push(shownOf(batch, line, false));
      else if (this.#isMeant(batch, line)) this.#from.push(shownOf(batch, line, true));
      else {
        this.#before.push(shownOf(batch, line, false));
        if (this.#before.length > this.#count) this.#before.shift();
      }
    }
    if (this.#from.length > this.#count) this.#enough.abort();
  }

  /** The event has the time of its line to the millisecond, and its text as people read it. */
  #isMeant({ seconds, nanos, streams, bytes, starts, ends }: LineBatch, line: number): boolean {
    if (streams[line] !== this.#stream) return false;
    if (wholeMillisecondsOf({ seconds: seconds[line] ?? 0, nanos: nanos[line] ?? 0 }) !== this.#atMs) return false;
    return eventText(plainOf(bytes.subarray(starts[line], ends[line]))) === this.#event.message;
  }
}

/** As patterns see it. */
function plainOf(text: Uint8Array): Uint8Array {
  const bytes = Buffer.concat([text, Uint8Array.of(10)]);
  const lines = { count: 1, bytes, length: bytes.length, starts: Int32Array.of(0), ends: Int32Array.of(text.length) };
  const plain = writePlainLines(lines, new Uint8Array(bytes.length)).text;
  return plain.subarray(0, plain.length - 1);
}

const shownOf = (batch: LineBatch, line: number, isEvent: boolean): Shown => ({
  ...shownBatchLine(batch, line),
  is_event: isEvent,
});

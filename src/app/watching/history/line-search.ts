// Goes through the lines of a log for the one that an event came from, and keeps those before and behind it.
import { eventText, joinedEventText } from '../../../core/events/event-text.ts';
import { type LineBatch, STDERR, STDOUT } from '../../../core/lines/line-batch.ts';
import { plainLine } from '../../../core/lines/plain-lines.ts';
import { wholeMillisecondsOf } from '../../../core/lines/stamp.ts';
import { OVER } from '../../../core/signals/abort-with.ts';
import { firstOf } from '../../../core/text/inner-newline.ts';
import type { EventOfLine, LineContext } from '../../../http/resources/watching/written-lines.ts';
import { shownBatchLine } from './shown-batch-line.ts';

/** The streams of a container are a little out of order. */
const DISORDER_MS = 2_000;

type Shown = LineContext['lines'][number];

/** Keeps the last lines until the one that is meant comes, and then the next ones. */
export class LineSearch {
  readonly #event: EventOfLine;
  readonly #count: number;
  readonly #enough = new AbortController();
  readonly #atMs: number;
  readonly #stream: number;
  readonly #before: Shown[] = [];
  #meant: Shown | undefined;
  readonly #behind: Shown[] = [];

  constructor(event: EventOfLine, count: number) {
    [this.#event, this.#count] = [event, count];
    this.#atMs = Date.parse(String(event.metadata.line_at));
    this.#stream = event.metadata.stream === 'stderr' ? STDERR : STDOUT;
  }

  /** Aborts when nothing that comes is wanted: there are as many lines behind it as were wanted, or it cannot come any more. */
  get enough(): AbortSignal {
    return this.#enough.signal;
  }

  get isFound(): boolean {
    return this.#meant !== undefined;
  }

  /** Whether there are as many lines before it as were wanted. */
  get isFull(): boolean {
    return this.#before.length === this.#count;
  }

  get before(): readonly Shown[] {
    return this.#before;
  }

  get meant(): readonly Shown[] {
    return this.#meant ? [this.#meant] : [];
  }

  get behind(): Shown[] {
    return this.#behind;
  }

  take(batch: LineBatch): void {
    for (let line = 0; line < batch.count && !this.enough.aborted; line++) {
      if (this.isFound) this.#behind.push(shownOf(batch, line, false));
      else if (this.#isMeant(batch, line)) this.#meant = shownOf(batch, line, true);
      else this.#before.push(shownOf(batch, line, false));
      if (this.#before.length > this.#count) this.#before.shift();
      const isTooLate = !this.isFound && atMsOf(batch, line) > this.#atMs + DISORDER_MS;
      if (isTooLate || this.#behind.length === this.#count) this.#enough.abort(OVER);
    }
  }

  /** The event has the time of its line to the millisecond, and its text as people read it. */
  #isMeant(batch: LineBatch, line: number): boolean {
    const { streams, bytes, starts, ends } = batch;
    if (streams[line] !== this.#stream || atMsOf(batch, line) !== this.#atMs) return false;
    const text = plainLine(bytes.subarray(starts[line], ends[line]));
    if ((batch.isJoined ? joinedEventText(text) : eventText(text)) === this.#event.message) return true;
    // Lines may have been joined when it was judged and not be now, or the other way round: it has the identity of the first.
    const [first] = this.#event.message.split('\n');
    return eventText(batch.isJoined ? firstOf(text) : text) === first;
  }
}

const atMsOf = ({ seconds, nanos }: LineBatch, line: number): number =>
  wholeMillisecondsOf({ seconds: seconds[line] ?? 0, nanos: nanos[line] ?? 0 });

const shownOf = (batch: LineBatch, line: number, isEvent: boolean): Shown => ({
  ...shownBatchLine(batch, line),
  is_event: isEvent,
});

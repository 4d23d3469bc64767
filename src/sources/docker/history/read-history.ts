// Reads what an engine still has of a container's lines, once and up to now, beside the tail: by the same client and the same code for bytes, and with no position of its own.
import type { LineBatch, WantedStreams } from '../../../core/lines/line-batch.ts';
import { compareStamps, type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import { logPath } from '../engine/log-path.ts';
import { BatchBuilder } from '../lines/batch-builder.ts';
import type { RawLine } from '../lines/raw-line.ts';
import { LogRequest, type LogTools, type RequestEnd } from '../live/log-request.ts';
import { type Inspection, inspect } from '../reader/inspection.ts';
import type { ReadingManner } from '../reader/reading-manner.ts';

/** The streams of a container are a little out of order. */
const DISORDER_MS = 2_000;

export interface HistoryTools extends LogTools {
  readonly manner: ReadingManner;
}

export interface HistoryQuestion {
  readonly containerId: string;
  readonly streams: WantedStreams;
  /** Inclusive; undefined for all that there is. */
  readonly since: Stamp | undefined;
  /** What is later is not read. */
  readonly until: Stamp;
  /** Only so many of the newest records, of both streams. */
  readonly tail?: number;
}

/** Neither call may throw. */
export interface HistoryTaker {
  /** The batch is used again when this returns. */
  lines(batch: LineBatch): void;
  /** What came together was handed over. What is given is waited for, and the engine waits meanwhile. */
  rested?(): Promise<void> | undefined;
}

/** `closed` by the signal; `being_removed`: whoever read it now might keep it from being removed. */
export type HistoryEnd = RequestEnd | { readonly how: 'being_removed' };

export async function readHistory(
  tools: HistoryTools,
  question: HistoryQuestion,
  { taker, signal }: { readonly taker: HistoryTaker; readonly signal: AbortSignal },
): Promise<HistoryEnd> {
  const seen = await inspect(tools.client, question.containerId, signal);
  if (signal.aborted) return { how: 'closed' };
  if (!seen.ok) return { how: 'failed', fault: seen.fault };
  if (!seen.isRunning && seen.isRemovedAtEnd && tools.manner.removalIsFragile) return { how: 'being_removed' };
  return new SpanReading(tools, { question, taker, isRunning: seen.isRunning }).untilEnded(signal);
}

interface SpanReadingOptions extends Pick<Inspection, 'isRunning'> {
  readonly question: HistoryQuestion;
  readonly taker: HistoryTaker;
}

class SpanReading {
  readonly #options: SpanReadingOptions;
  readonly #batch = new BatchBuilder();
  readonly #request: LogRequest;
  readonly #surelyLater: Stamp;
  #isAtItsEnd = false;

  constructor(tools: HistoryTools, options: SpanReadingOptions) {
    this.#options = options;
    this.#surelyLater = stampAfter(options.question.until, DISORDER_MS);
    this.#request = new LogRequest(tools, {
      path: pathOf(options.question, tools.manner),
      // Half of a line that is being written is none yet.
      flushAtEnd: !options.isRunning,
      line: (line, nth) => this.#take(line, nth),
      rested: () => this.#rest(),
    });
  }

  async untilEnded(signal: AbortSignal): Promise<RequestEnd> {
    const end = await this.#request.untilEnded(signal);
    if (!signal.aborted) this.#deliver();
    return this.#isAtItsEnd ? { how: 'complete' } : end;
  }

  #take(line: RawLine, nth: number): void {
    const { since, until } = this.#options.question;
    // Newer engines forget the moment once a record is behind it, and streams are out of order.
    if (since && compareStamps(line, since) < 0) return;
    if (compareStamps(line, until) > 0) {
      if (compareStamps(line, this.#surelyLater) <= 0) return;
      this.#isAtItsEnd = true;
      this.#request.close();
      return;
    }
    this.#batch.append(line, nth);
    if (this.#batch.full) this.#deliver();
  }

  #deliver(): void {
    if (this.#batch.count === 0) return;
    this.#options.taker.lines(this.#batch);
    this.#batch.clear();
  }

  #rest(): void {
    this.#deliver();
    const wait = this.#options.taker.rested?.();
    if (wait === undefined) return;
    this.#request.pause();
    void wait.then(() => this.#request.resume());
  }
}

function pathOf({ containerId, streams, since, tail }: HistoryQuestion, { isCoarse }: ReadingManner): string {
  // Where stamps have whole seconds `since` excludes its own moment.
  const from = since && isCoarse ? stampAfter(since, -1e-6) : since;
  return logPath(containerId, { follow: false, streams, since: from, tail });
}

// A reading whose lines are joined where they belong together. What is held until its end is known stands in the position: so nothing is lost, and nothing comes twice.

import type { Clock } from '../core/clock.ts';
import { hasOpenLines, joinedHead, parseJoined } from '../core/joining/joined-position.ts';
import type { Joining } from '../core/joining/joining.ts';
import { LineJoiner } from '../core/joining/line-joiner.ts';
import type { LineBatch, WantedStreams } from '../core/lines/line-batch.ts';
import type { PositionChange, ReadingState } from '../core/lines/reading.ts';
import type { OriginReading, ReaderSink, ReadingOptions } from './reading.ts';

/** What nothing has come to for so long is handed over. */
export const WAITS_MS = 1000;

/** Whoever wakes up so much too late stood still: what came meanwhile has not been looked at yet. */
const STOOD_STILL_MS = 250;

/** States in which more may come soon. In any other what is held is handed over first. */
const GOING_ON: ReadonlySet<ReadingState> = new Set(['starting', 'catching_up', 'following', 'draining', 'degraded']);

export interface JoinedReadingParts {
  /** Undefined where it is switched off and lines are held from before: they are handed over, and nothing is held any more. */
  readonly joining: Joining | undefined;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly begin: (options: ReadingOptions) => OriginReading;
}

/** Begins to read with lines joined where that is wanted, or where some are held from before. */
export function beginReading(options: ReadingOptions, parts: JoinedReadingParts): OriginReading {
  const isJoined = parts.joining !== undefined || hasOpenLines(options.position);
  return isJoined ? new JoinedReading(options, parts) : parts.begin(options);
}

/** Begins to read. The first call to the sink comes after this has returned. */
export class JoinedReading implements OriginReading {
  readonly #clock: JoinedReadingParts['clock'];
  readonly #joining: Joining | undefined;
  readonly #sink: ReaderSink;
  readonly #joiner: LineJoiner;
  readonly #inner: OriginReading;
  readonly #stopping = new AbortController();
  #innerHead: string | undefined;
  #savedHead: string | undefined;
  /** Of the tail that is saved. */
  #end: number;
  #keepFrom: number;
  /** By the monotonic clock: when the last line came. */
  #cameAt: number;
  #isWaiting = false;
  #isPaused = false;

  constructor({ position: saved, wanted, sink }: ReadingOptions, { joining, clock, begin }: JoinedReadingParts) {
    const { position, open } = parseJoined(saved);
    this.#clock = clock;
    this.#joining = joining;
    this.#sink = sink;
    this.#joiner = new LineJoiner(joining, open);
    this.#savedHead = saved?.head;
    this.#innerHead = position?.head;
    this.#end = saved === undefined ? 0 : saved.tailFrom + saved.tail.length;
    this.#keepFrom = saved?.tailFrom ?? 0;
    this.#cameAt = clock.monotonic();
    this.#inner = begin({ position, wanted, sink: this.#joined() });
    this.#wait();
  }

  takePosition(): PositionChange | undefined {
    const change = this.#inner.takePosition();
    if (change !== undefined) {
      this.#innerHead = change.head;
      this.#end = change.appendedFrom + change.appended.length;
      this.#keepFrom = change.keepFrom;
    }
    if (this.#innerHead === undefined) return undefined;
    const head = joinedHead(this.#joiner.saved, this.#innerHead);
    if (change === undefined && head === this.#savedHead) return undefined;
    this.#savedHead = head;
    if (change !== undefined) return { ...change, head };
    return { head, appended: new Uint8Array(0), appendedFrom: this.#end, keepFrom: this.#keepFrom };
  }

  want(wanted: WantedStreams): void {
    this.#inner.want(wanted);
  }

  pause(): void {
    this.#isPaused = true;
    this.#inner.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#inner.resume();
    this.#wait();
  }

  stop(): Promise<void> {
    this.#stopping.abort();
    return this.#inner.stop();
  }

  #joined(): ReaderSink {
    const sink = this.#sink;
    return {
      lines: (batch) => this.#lines(batch),
      gap: (gap) => {
        this.#close();
        sink.gap(gap);
      },
      state: (state, note) => {
        if (!GOING_ON.has(state)) this.#close();
        sink.state(state, note);
      },
      reconnected: (reason) => sink.reconnected(reason),
      known: (newest) => sink.known(newest),
      failed: (error) => {
        this.#stopping.abort();
        sink.failed(error);
      },
    };
  }

  #lines(batch: LineBatch): void {
    if (this.#joining === undefined) {
      this.#close();
      this.#sink.lines(batch);
      return;
    }
    const joined = this.#joiner.take(batch);
    this.#cameAt = this.#clock.monotonic();
    if (joined.count > 0) this.#sink.lines(joined);
    this.#wait();
  }

  #close(): void {
    const rest = this.#joiner.close();
    if (rest.count > 0) this.#sink.lines(rest);
  }

  /** One timer for all that comes: it looks again when more has come meanwhile. */
  #wait(): void {
    if (this.#isWaiting || !this.#joiner.isOpen) return;
    this.#isWaiting = true;
    void this.#closeInTime();
  }

  async #closeInTime(): Promise<void> {
    const { signal } = this.#stopping;
    while (this.#joiner.isOpen && !this.#isPaused && !signal.aborted) {
      const due = this.#cameAt + WAITS_MS;
      const left = due - this.#clock.monotonic();
      if (left > 0) {
        await this.#clock.sleep(left, signal);
        if (this.#clock.monotonic() - due > STOOD_STILL_MS)
          this.#cameAt = this.#clock.monotonic() - WAITS_MS + STOOD_STILL_MS;
      } else {
        // Never within the call that began the reading.
        await Promise.resolve();
        if (!this.#isPaused && !signal.aborted) this.#close();
      }
    }
    this.#isWaiting = false;
  }
}

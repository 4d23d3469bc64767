// What is asked of a log that was written, and what comes of it, wherever the log is kept.
import type { LineBatch, WantedStreams } from '../../../core/lines/line-batch.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';

/** By the clock of whoever keeps the log, up to the moment at which it is asked for. */
export interface HistorySpan {
  /** From a moment on, or from so many milliseconds before the end. */
  readonly since: number | Stamp;
  /** It ends at this moment already, by the monotonic clock: what is waited for before the log is asked for moves its end no further. */
  readonly until?: number;
  /** So many milliseconds before that are read as well: whoever joins lines sees what its first ones go on with. */
  readonly lead?: number;
  readonly streams: WantedStreams;
  /** Only so many of the newest records. */
  readonly tail?: number;
}

/** Neither call may throw. */
export interface HistoryTaker {
  /** The batch is used again when this returns. */
  lines(batch: LineBatch): void;
  /** What came together was handed over. */
  rested?(): void;
}

/** One whose work is counted. What `rested` gives is waited for before more is read. */
export interface PacedTaker {
  /** Told before all else: here the span begins, and what is earlier is its lead. */
  begins(moment: Stamp): void;
  lines(batch: LineBatch): void;
  /** What is done to come to the lines. */
  work(task: () => void): void;
  rested(): Promise<void> | undefined;
}

/** `complete`: all of it. `closed`: the signal aborted before its end. `unread`: why it was not read, or not to its end, in a sentence. */
export type HistoryRead =
  | { readonly how: 'complete' }
  | { readonly how: 'closed' }
  | { readonly how: 'unread'; readonly why: string };

export interface ReadBy<Taker> {
  readonly taker: Taker;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/** Whatever becomes of it is an answer. */
export type ReadLog = (container: ContainerView, span: HistorySpan, by: ReadBy<PacedTaker>) => Promise<HistoryRead>;

export const unread = (why: string): HistoryRead => ({ how: 'unread', why });

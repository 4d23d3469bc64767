// What the reader of an origin is given, whatever the source: the sources' side of the tail's port.
import type { LineBatch, WantedStreams } from '../core/lines/line-batch.ts';
import type { Gap, PositionChange, ReadingState, ReconnectReason, SavedPosition } from '../core/lines/reading.ts';
import type { Stamp } from '../core/lines/stamp.ts';

/** Who takes what is read. What each call means, the tail's port says. */
export interface ReaderSink {
  lines(batch: LineBatch): void;
  gap(gap: Gap): void;
  state(state: ReadingState, note?: string): void;
  reconnected(reason: ReconnectReason): void;
  known(newest: Stamp): void;
  failed(error: unknown): void;
}

export interface ReadingOptions {
  readonly position: SavedPosition | undefined;
  readonly wanted: WantedStreams;
  readonly sink: ReaderSink;
}

/** One origin that is being read. What each call means, the tail's port says. */
export interface OriginReading {
  takePosition(): PositionChange | undefined;
  want(wanted: WantedStreams): void;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

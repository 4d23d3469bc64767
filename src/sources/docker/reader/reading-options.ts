// What a reader of a container is given, and whom it hands its lines to.
import type { Clock } from '../../../core/clock.ts';
import type { LineBatch, WantedStreams } from '../../../core/lines/line-batch.ts';
import type { Gap, ReadingState, ReconnectReason, SavedPosition } from '../../../core/lines/reading.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import type { EngineClient, EngineTraits } from '../engine/engine-client.ts';
import type { BatchBuilder } from '../lines/batch-builder.ts';
import type { LineReader, LineTaker } from '../lines/raw-line.ts';
import type { StartAt } from './container-news.ts';
import type { Slots } from './slots.ts';

/** Who takes what is read; see the tail's port. */
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

export interface ReaderOptions {
  readonly containerId: string;
  readonly startAt: StartAt;
  readonly client: EngineClient;
  readonly traits: EngineTraits;
  readonly clock: Clock;
  readonly random: () => number;
  /** So many lines of the container are known at most; as many as a cursor has room for unless told. */
  readonly mostKnown?: number | undefined;
  /** Shared by all containers of an engine. */
  readonly catchUps: Slots;
  /** For all containers of an engine: no batch outlives the call that hands it on. */
  readonly batch: BatchBuilder;
  /** Makes what takes a stream's bytes apart, by the first of them. */
  readonly openLines: (firstByte: number, taker: LineTaker) => LineReader;
}

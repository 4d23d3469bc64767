// What a reader of a file is given, and whom it hands its lines to; see the tail's port.
import type { Clock } from '../../../core/clock.ts';
import type { LineBatch, WantedStreams } from '../../../core/lines/line-batch.ts';
import type { Gap, ReadingState, ReconnectReason, SavedPosition } from '../../../core/lines/reading.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import type { LineFormat } from '../formats/line-format.ts';
import type { FileBatch } from '../lines/file-batch.ts';
import type { Descriptors } from './descriptors.ts';
import type { ReadRoom } from './read-room.ts';

export interface FileSink {
  lines(batch: LineBatch): void;
  gap(gap: Gap): void;
  state(state: ReadingState, note?: string): void;
  reconnected(reason: ReconnectReason): void;
  known(newest: Stamp): void;
  failed(error: unknown): void;
}

export interface FileReadingOptions {
  readonly position: SavedPosition | undefined;
  readonly wanted: WantedStreams;
  readonly sink: FileSink;
}

export interface FileReaderOptions {
  readonly path: string;
  /** Where one is begun of which nothing is known. */
  readonly startAt: 'beginning' | 'end';
  readonly format: LineFormat;
  readonly clock: Clock;
  /** These are shared by all files of a machine. */
  readonly batch: FileBatch;
  readonly room: ReadRoom;
  readonly descriptors: Descriptors;
}

/** How far it is, for the eye. */
export interface FileProgress {
  readonly dialect: string | undefined;
  /** Of the generation that is written to. */
  readonly size: number;
  readonly at: number;
}

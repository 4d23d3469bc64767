// The port through which a tail reads one origin. Sources fulfil it; the tail knows nothing of engines, frames or files.
import type { LineBatch, WantedStreams } from '../core/lines/line-batch.ts';
import type { Gap, PositionChange, ReadingState, ReconnectReason, SavedPosition } from '../core/lines/reading.ts';
import type { Stamp } from '../core/lines/stamp.ts';

/** What is read of an origin. The calls come in order and never while another of them has not returned; none of them may throw. */
export interface LineSink {
  /** Lines that were never handed over before, neither in this reading nor before the position that it began with. */
  lines(batch: LineBatch): void;
  /** Lines were lost between what was handed over before and what comes next. */
  gap(gap: Gap): void;
  /** `note` says in words what a person should know of the state, such as the engine's own sentence. */
  state(state: ReadingState, note?: string): void;
  reconnected(reason: ReconnectReason): void;
  /** A line with this stamp is known to exist, whether it was handed over or not. */
  known(newest: Stamp): void;
  /** The reading has ended by a fault of its own and hands over nothing more: it has to be begun again. */
  failed(error: unknown): void;
}

export interface ReadingTask {
  /** How far it was read before; undefined when it never was, or was gone since. */
  readonly position: SavedPosition | undefined;
  readonly wanted: WantedStreams;
  readonly sink: LineSink;
}

/** One origin that is being read. Everything but `takePosition` may be called from within a call to the sink. Once its state is `gone` it hands over nothing more. */
export interface Reading {
  /**
   * What changed of the position since this was called last, or since the one that the reading began with; undefined when
   * nothing did. It covers exactly the lines and gaps handed over until now. It may not be called for long.
   */
  takePosition(): PositionChange | undefined;
  /** Other streams are wanted from now on. */
  want(wanted: WantedStreams): void;
  /** Hands over nothing more, soon, until `resume`. What the engine has to say meanwhile stays with the engine. */
  pause(): void;
  resume(): void;
  /** Ends the reading. Resolves when nothing more will be handed over; may be called twice. */
  stop(): Promise<void>;
}

export interface LineSource {
  /** Begins to read. The first call to the sink comes after this has returned. */
  read(task: ReadingTask): Reading;
}

// What a cursor is told by whoever makes the requests, and what is saved of it.
import type { Stamp } from '../../../core/lines/stamp.ts';
import type { RunEnd } from '../lines/runs/run-ends.ts';
import type { KnownBy } from './seen-ring.ts';
import type { StreamStarts } from './stream-starts.ts';

export interface CursorOptions {
  /** The engine's stamps have whole seconds: lines of one second are told apart by counting equal ones. */
  readonly coarse: boolean;
  /** The stamp of a line that has begun and not ended: it will have to be asked for again, so nothing from there on may be forgotten. */
  readonly openSince: () => Stamp | undefined;
  /** What the engine was asked for begins here, and has not come to anything new yet: what lies behind it may still come again, however long that takes. */
  readonly askedSince?: () => Stamp | undefined;
  /** So many lines are known at most. */
  readonly mostEntries?: number | undefined;
}

export interface CursorState {
  readonly newest: Stamp | undefined;
  readonly floor: Stamp;
  readonly stepped: Stamp | undefined;
  readonly isTorn: boolean;
  readonly starts: StreamStarts;
  readonly unfinished: Stamp | undefined;
  readonly runEnds: readonly RunEnd[];
  readonly logBegins: KnownBy | undefined;
}

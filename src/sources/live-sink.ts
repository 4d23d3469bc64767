// Who looks at the lines of an origin as they come.
import type { StreamNumber } from '../core/lines/line-batch.ts';
import type { Stamp } from '../core/lines/stamp.ts';

export interface LiveLine {
  /** A view that begins with it as `after` goes on behind this line. */
  readonly id: string;
  readonly stamp: Stamp;
  readonly stream: StreamNumber;
  /** Its bytes, ANSI colours and all; valid until the call returns. */
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
  /** What it was taken out of; valid as its bytes are. */
  readonly object?: Uint8Array | undefined;
}

/** `rotated`: the engine has them no more. `too_many`: there are more than a view fetches. */
export type MissedReason = 'rotated' | 'too_many';

/** Who looks. None of the calls may throw. */
export interface LiveSink {
  line(line: LiveLine): void;
  /** Lines between what was seen before and what comes now are not shown. */
  gap(reason: MissedReason): void;
  /** `following`: lines come as they are written. `ended`: the container does not run; the view waits until it does. `failed`: why none come just now. */
  state(state: 'following' | 'ended' | 'failed', words?: string): void;
  /** The container is gone: nothing more comes. */
  gone(): void;
  /** So much was handed over that it should wait; `whenReady` calls back when it may go on. */
  isBehind(): boolean;
  whenReady(listener: () => void): void;
}

// The port through which a supervisor learns which origins there are. Sources fulfil it.
import type { Happening } from '../core/life/happening.ts';
import type { KnownLives, LivesNews } from '../core/lines/lives.ts';
import type { Origin } from '../core/lines/origin.ts';
import type { SavedPosition } from '../core/lines/reading.ts';
import type { LineSource } from './line-source.ts';

/** Who is told what a source finds. The calls come in order, and none of them throws. */
export interface OriginListener {
  /** Told again, with the same reader, when the origin's name or labels changed. */
  found(origin: Origin, reader: LineSource): void;
  /**
   * It was removed, or is no longer to be watched. Its reader still hands over what it has, and then says that it is gone;
   * one that stands in the history and was not found has none. Found again, it begins where its source says.
   */
  gone(key: string, why: 'removed' | 'excluded'): void;
  /** It stands in the history and is no more. */
  lostWhileAway(origin: Origin): void;
  /** All origins that there were have been told of: those of later have come since. */
  foundAll(): void;
  /** `remember` gives something else that is worth saving soon. */
  memoryChanged(): void;
  /** Something happened to an origin besides its lines, whether it was found or not. It is told once. */
  happened(origin: Origin, happening: Happening): void;
  /** `takeLives` has something that is worth saving soon. */
  livesChanged(): void;
}

export interface OriginHistory extends KnownSource {
  /** Of sources that nobody reads any more. An origin of theirs that is found by this one goes on where it was. */
  readonly former?: readonly KnownSource[];
  /** As `takeLives` gave it, all of it together; undefined when it gave nothing yet. */
  readonly lives?: KnownLives | undefined;
}

export interface KnownSource {
  readonly memory: string | undefined;
  readonly origins: readonly {
    readonly origin: Origin;
    readonly position: SavedPosition | undefined;
    readonly gone: boolean;
  }[];
}

export interface OriginSource {
  /** As it stands in each of its origins. */
  readonly key: string;
  /** Finds origins until the signal aborts, and ends soon after it. */
  run(history: OriginHistory, listener: OriginListener, signal: AbortSignal): Promise<void>;
  /** What it wants to remember, as of the calls of the listener until now. */
  remember(): string | undefined;
  /** What is new of the lives of its origins since this was called last, as of the calls of the listener until now. A source that hears of no lives has none. */
  takeLives?(): LivesNews | undefined;
}

// What is kept of an origin and of a source, and what a commit says of them.

import type { FloodChange, SavedFlood } from './flood-state.ts';
import type { LivesChange, SavedLives } from './lives.ts';
import type { Origin } from './origin.ts';
import type { Gap, PositionChange, SavedPosition } from './reading.ts';
import type { Stamp } from './stamp.ts';

/** Since when each stream is watched, ms since 1970; undefined while no rule wants it. */
export interface WatchedSince {
  readonly stdout: number | undefined;
  readonly stderr: number | undefined;
}

/** What a commit says of an origin as a whole; the newest word counts. */
export interface OriginStanding {
  readonly origin: Origin;
  /** When it was found for the first time, ms since 1970. */
  readonly foundAt: number;
  readonly watchedSince: WatchedSince;
  /** The newest moment of a line that was judged. */
  readonly cursor: Stamp | undefined;
  /** Nothing that is wanted was left to be read, and nothing more could come unless it starts again: it had ended, or no rule wants its lines, or nobody can read them. */
  readonly settled: boolean;
  /** It was removed, and all that could be read of it was. */
  readonly gone: boolean;
}

/** What is known of an origin from before. */
export interface SavedOrigin extends OriginStanding {
  /** Undefined when it was found and nothing of it was read yet. */
  readonly position: SavedPosition | undefined;
  readonly lines: number;
  readonly bytes: number;
  readonly lateLines: number;
  readonly gapsTotal: number;
  /** The last of them, in order; so many as a person wants to see at once. */
  readonly latestGaps: readonly Gap[];
  /** Undefined when no line of it was judged yet. */
  readonly flood: SavedFlood | undefined;
}

/** The same for the eye: without how far it was read and how its flood control stands, and with the moment, ms since 1970, at which it was saved as gone. */
export interface KnownOrigin extends Omit<SavedOrigin, 'position' | 'flood' | 'gone'> {
  readonly goneAt: number | undefined;
}

/** What a source wants to remember, in its own words: until when an engine was watched, for instance. */
export interface SourceMemory {
  readonly source: string;
  readonly memory: string;
}

/** What is known of a source from before. */
export interface SavedSource {
  readonly memory: string | undefined;
  readonly origins: readonly SavedOrigin[];
  /** Undefined when nothing was heard of the lives of its origins yet. */
  readonly lives?: SavedLives | undefined;
}

/** All that is new of one origin since its last commit. Counts are differences. */
export interface OriginChange<Effect> extends OriginStanding {
  readonly position: PositionChange | undefined;
  readonly gaps: readonly Gap[];
  /** What judging the lines led to, in order. */
  readonly effects: readonly Effect[];
  readonly flood: FloodChange | undefined;
  readonly lines: number;
  readonly bytes: number;
  readonly lateLines: number;
}

export interface LedgerCommit<Effect> {
  readonly origins: readonly OriginChange<Effect>[];
  readonly memories: readonly SourceMemory[];
  /** Of different sources each. */
  readonly lives?: readonly LivesChange<Effect>[];
}

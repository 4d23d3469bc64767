// What is kept of what happened to origins besides their lines, and what a commit says of it.
import type { FloodChange, SavedFlood } from './flood-state.ts';

/** How one origin's life stands. */
export interface OriginLife {
  /** In the words of its source. */
  readonly course: string;
  /** Undefined before anything happened to it. */
  readonly flood: SavedFlood | undefined;
}

/** What is known of the lives of a source's origins. */
export interface SavedLives {
  /** How far the source has heard, in its own words. */
  readonly position: string;
  /** By the origin's key. */
  readonly origins: ReadonlyMap<string, OriginLife>;
}

/** All that is new of one source since the last commit. It is saved whole or not at all. */
export interface LivesChange<Effect> {
  readonly source: string;
  readonly position: string;
  /** By the origin's key; undefined when there is nothing to be remembered any more. */
  readonly origins: ReadonlyMap<string, OriginLife | undefined>;
  /** What judging the happenings led to, in order. */
  readonly effects: readonly Effect[];
  /** What became of happenings behind earlier events. No rule has hit, so nothing of it counts for one. */
  readonly floods: readonly FloodChange[];
}

/** What a source has heard of the lives of its origins that is not saved yet. */
export interface LivesNews {
  readonly position: string;
  /** By the origin's key, those that are others than before; undefined when there is nothing to be remembered any more. */
  readonly courses: ReadonlyMap<string, string | undefined>;
}

/** The same, as a source is told of it when it begins. */
export interface KnownLives {
  readonly position: string | undefined;
  readonly courses: ReadonlyMap<string, string>;
}

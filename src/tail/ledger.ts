// Where a tail's results are kept: the port that the store fulfils, or later a hub.
import type { Origin } from '../core/lines/origin.ts';
import type { Gap, PositionChange, SavedPosition } from '../core/lines/reading.ts';
import type { Stamp } from '../core/lines/stamp.ts';

/** What is known of an origin from before. */
export interface SavedOrigin {
  readonly origin: Origin;
  /** Undefined when it was found and nothing of it was read yet. */
  readonly position: SavedPosition | undefined;
  /** When it was found for the first time, ms since 1970. */
  readonly watchedSince: number;
  /** Time of the last line that was judged. */
  readonly cursor: Stamp | undefined;
  readonly lines: number;
  readonly bytes: number;
  readonly lateLines: number;
  readonly gone: boolean;
}

/** What a source wants to remember, in its own words: until when an engine was watched, for instance. */
export interface SourceMemory {
  readonly source: string;
  readonly memory: string;
}

/** All that is new of one origin since its last commit. Counts are differences. */
export interface OriginChange<Effect> {
  readonly origin: Origin;
  readonly position: PositionChange | undefined;
  readonly gaps: readonly Gap[];
  /** What judging the lines led to, in order. */
  readonly effects: readonly Effect[];
  readonly cursor: Stamp | undefined;
  readonly lines: number;
  readonly bytes: number;
  readonly lateLines: number;
  readonly watchedSince: number;
  readonly gone: boolean;
}

export interface LedgerCommit<Effect> {
  readonly origins: readonly OriginChange<Effect>[];
  readonly memories: readonly SourceMemory[];
}

export interface Ledger<Effect> {
  /** What is remembered of one source and its origins, those that have gone lately among them. */
  load(source: string): Promise<{ readonly memory: string | undefined; readonly origins: readonly SavedOrigin[] }>;
  /** One transaction: resolves when all of it is durable, rejects when nothing of it is. */
  commit(commit: LedgerCommit<Effect>): Promise<void>;
}

// The contract of a source: it finds origins and can read them.
import type { Happening } from '../core/life/happening.ts';
import type { KnownLives, LivesNews } from '../core/lines/lives.ts';
import type { Origin } from '../core/lines/origin.ts';
import type { SavedPosition } from '../core/lines/reading.ts';

/** Who is told what a source finds. The calls come in order; none of them may throw. `Reader` is what reads one origin: each source's own, and the tail's port fits it. */
export interface OriginListener<Reader> {
  /** An origin is there. Told again, with the same reader, when its name or labels changed. */
  found(origin: Origin, reader: Reader): void;
  /**
   * It was removed, or it is there and no longer to be watched. Its reader still hands over what it has, and then says that
   * it is gone. One that was known from before and is excluded now has no reader.
   */
  gone(key: string, why: 'removed' | 'excluded'): void;
  /** It was known and is no more: it was removed while nobody looked, with lines perhaps that nobody read. */
  lostWhileAway(origin: Origin): void;
  /** All that there were when it began have been told of, told once a run: whatever is found from here on has come since. */
  foundAll(): void;
  /** `remember` gives something else now that is worth saving soon, although no origin is new. */
  memoryChanged(): void;
  /** Something happened to an origin besides its lines, whether it was found or not. It is told once, and `takeLives` knows of it from then on. */
  happened(origin: Origin, happening: Happening): void;
  /** `takeLives` has something that is worth saving soon. */
  livesChanged(): void;
}

/** What a source is told of earlier times when it begins. */
export interface SourceHistory extends KnownSource {
  /** Of the sources that nobody reads any more: one of them may be this one, from a time when it had another name. */
  readonly former?: readonly KnownSource[];
  /** As `takeLives` gave it. */
  readonly lives?: KnownLives | undefined;
}

export interface KnownSource {
  /** As `remember` gave it last. */
  readonly memory: string | undefined;
  readonly origins: readonly {
    readonly origin: Origin;
    readonly position: SavedPosition | undefined;
    readonly gone: boolean;
  }[];
}

export interface Source<Reader, Status> {
  /** `docker:<engine's name>`. */
  readonly key: string;
  /** Finds origins until the signal aborts; resolves soon after it. It never rejects: what fails is tried again, and `status` says so. */
  run(history: SourceHistory, listener: OriginListener<Reader>, signal: AbortSignal): Promise<void>;
  /** What it wants to remember: saved in one transaction with the origins that it has told of until now. */
  remember(): string | undefined;
  /** What is new of the lives of its origins since this was called last: saved in one transaction with what the happenings until now led to. */
  takeLives(): LivesNews | undefined;
  /** How it stands, for the coverage view and for health. */
  status(): Status;
}

// What one reading has to know of the others: several paths may lead to one file, and one of them reads it.
import type { Cursor } from './cursor.ts';

/** How far a file was read. */
export interface PastFile {
  /** Undefined where that is not known: to its end then. */
  readonly at: number | undefined;
  /** By which it is proven. */
  readonly cursor?: Cursor | undefined;
}

/** As one path sees it. Files are named as `fileIdOf` does. */
export interface Sharing {
  /** Under which other path a file is read, or is to be; `leadsTo`, where the path leads by links, is said of one that was not begun. */
  otherReader(file: string, leadsTo?: string): string | undefined;
  /** How far it was read, under this path or another, before it was taken. */
  pastOf(file: string): PastFile | undefined;
  /** How far a generation was read under another path, where that is further. */
  furtherThan(cursor: Cursor): Cursor | undefined;
  /** From now on it is read under this path; false where another reads it. */
  take(file: string, leadsTo?: string): boolean;
  /** It is read no more under this path, and still known to it. */
  leave(cursor: Cursor): void;
  /** It is known to this path no more. */
  forget(cursor: Cursor): void;
  /** It is never going to begin. */
  abandon(): void;
}

/** Of a path beside which there is none. */
export const ALONE: Sharing = {
  otherReader: () => undefined,
  pastOf: () => undefined,
  furtherThan: () => undefined,
  take: () => true,
  leave: () => undefined,
  forget: () => undefined,
  abandon: () => undefined,
};

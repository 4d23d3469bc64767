// What stands in a place.
import type { BigIntStats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { isPacked } from '../names/rotated-name.ts';

export interface SeenFile {
  readonly path: string;
  /** As `fileIdOf` gives it. */
  readonly file: string;
  readonly size: number;
  /** Nanoseconds since 1970. */
  readonly changed: bigint;
  /** When it was renamed or written to last. */
  readonly touched: bigint;
  readonly isPacked: boolean;
  /** It stands beside what is watched: by a link there whoever may write in the folder could show any file. */
  readonly isRotated: boolean;
}

/** Files are renamed while one looks: it is looked at most so often. */
export const MOST_LOOKS = 20;

/** Device and inode, and when it was made where the file system knows that: an inode is used again at once. */
export const fileIdOf = ({ dev, ino, birthtimeNs }: Pick<BigIntStats, 'dev' | 'ino' | 'birthtimeNs'>): string =>
  `${dev}:${ino}:${birthtimeNs}`;

/** When it was made, nanoseconds since 1970; 0 where nobody knows. */
export const bornAt = (file: string): bigint => BigInt(file.split(':')[2] ?? 0);

/** Undefined where there is no file, or nobody may look. */
export const seenFile = (at: string, isRotated = false): Promise<SeenFile | undefined> =>
  lookAt(at, isRotated).catch(() => undefined);

/** Undefined where it is no file; throws where nothing is there, or nobody may look. */
export async function lookAt(at: string, isRotated: boolean): Promise<SeenFile | undefined> {
  const found = await (isRotated ? lstat : stat)(at, { bigint: true });
  if (!found.isFile()) return undefined;
  return {
    path: at,
    file: fileIdOf(found),
    size: Number(found.size),
    changed: found.mtimeNs,
    touched: found.ctimeNs,
    isPacked: isPacked(at),
    isRotated,
  };
}

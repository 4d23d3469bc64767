// What a path leads to now, and the rotated files beside it.
import type { BigIntStats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import path from 'node:path';
import { unlessTooMany } from '../../../core/files/too-many-open.ts';
import { FolderNames, namesIn } from '../names/folder-names.ts';
import { isPacked, isRotatedFrom, numberOf, stemOf } from '../names/rotated-name.ts';

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
async function lookAt(at: string, isRotated: boolean): Promise<SeenFile | undefined> {
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

/** What the path leads to, and then what it led to before, the newest first. `gone`: its name was there just now, and it may have another one. */
export async function* newestFirst(at: string): AsyncGenerator<SeenFile | 'gone'> {
  const [folder, base] = [path.dirname(at), path.basename(at)];
  const current = await seenFile(at);
  if (current !== undefined) yield current;
  const names = await namesIn(folder).catch(unlessTooMany(new FolderNames([])));
  const rotated = names.beginningWith(stemOf(base)).filter((one) => isRotatedFrom(one, base));
  for (const name of rotated.toSorted(byAge)) {
    const seen = await lookAt(path.join(folder, name), true).catch(goneOrUnknown);
    if (seen === 'gone' || (seen !== undefined && seen.file !== current?.file)) yield seen;
  }
}

const goneOrUnknown = ({ code }: NodeJS.ErrnoException): 'gone' | undefined => (code === 'ENOENT' ? 'gone' : undefined);

/** `.1` is newer than `.2`, and what is packed was packed after its name was given; of dates the later is newer. */
function byAge(one: string, other: string): number {
  const [a, b] = [numberOf(one), numberOf(other)];
  if (a !== undefined && b !== undefined) return a - b || Number(isPacked(one)) - Number(isPacked(other));
  if (a !== undefined || b !== undefined) return a === undefined ? 1 : -1;
  return one < other ? 1 : -1;
}

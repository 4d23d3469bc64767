// Whose generation stands in a file that is seen now.
import type { Cursor } from '../../generation/cursor.ts';
import type { SeenFile } from '../../generation/survey.ts';
import { isIn } from '../../opened/known-again.ts';
import { type OpenFile, openSeen } from '../../opened/open-file.ts';

export interface Knowledge {
  readonly cursors: readonly Cursor[];
  /** What is open of a cursor: as long as it is, no other file has its inode. */
  readonly openOf: (cursor: Cursor) => OpenFile | undefined;
  /** Where the path leads: nobody copies a log to there. */
  readonly current: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** So long after its last change a file that cannot be read is not being renamed or packed: nobody can read it. */
const SETTLED_AFTER_MS = 10_000;

/** `unclear`: it is being renamed or packed. */
export async function recognise(
  seen: SeenFile,
  { cursors, openOf, current, now }: Knowledge,
): Promise<Cursor | 'unclear' | undefined> {
  // What it led to last may have been copied and cut since, where that is not open.
  const isClosed = (cursor: Cursor): boolean => cursor === cursors.at(-1) && openOf(cursor) === undefined;
  const maybe = cursors.toReversed().filter((cursor) => {
    if (isSameFile(seen, cursor)) return true;
    return seen.path !== current && (seen.isPacked || cursor.isCut || !cursor.isProven || isClosed(cursor));
  });
  const sure = maybe.find((one) => isSameFile(seen, one) && (openOf(one)?.file === seen.file || one.isBlank));
  if (sure !== undefined || maybe.length === 0) return sure;
  const file = await openSeen(seen);
  if (file === undefined) return isSettled(seen, now) ? undefined : 'unclear';
  try {
    for (const cursor of maybe) if (cursor.headPrint.length > 0 && (await isIn(file, cursor))) return cursor;
    return undefined;
  } finally {
    await file.handle.close();
  }
}

export const isSettled = ({ touched }: SeenFile, now: number): boolean =>
  Number(touched / 1_000_000n) <= now - SETTLED_AFTER_MS;

const isSameFile = (seen: SeenFile, cursor: Cursor): boolean => seen.file === cursor.file && !cursor.isCut;

// Where a file is read on that was read before, under this path or another.
import { Cursor } from '../generation/cursor.ts';
import type { Sharing } from '../generation/sharing.ts';
import { isIn } from './known-again.ts';
import { type BegunFile, bytesBefore } from './open-file.ts';

/** Undefined where nothing of what was read stands in it any more: it begins anew. */
export async function cursorBehind(sharing: Sharing, { file, first }: BegunFile): Promise<Cursor | undefined> {
  const past = sharing.pastOf(file.file);
  if (past === undefined) return undefined;
  const { cursor: before, at } = past;
  if (before !== undefined) {
    const cursor = new Cursor(before.saved());
    return !before.isCut && cursor.at > 0 && (await isIn(file, cursor)) ? cursor : undefined;
  }
  const { size, mtimeNs } = await file.handle.stat({ bigint: true });
  if (at === undefined || at === 0 || at > size) return undefined;
  const cursor = Cursor.begin({ file: file.file, cuts: 0, first, changed: mtimeNs });
  cursor.jump(at, first, await bytesBefore(file, at));
  return cursor;
}

/** It may have been read further under another path since. */
export function furtherOf(sharing: Sharing, cursor: Cursor): Cursor {
  const further = sharing.furtherThan(cursor);
  return further === undefined ? cursor : new Cursor(further.saved());
}

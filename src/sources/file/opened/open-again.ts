// Finds a rotated file that was closed although something may still be written to it.
import { realpath } from 'node:fs/promises';
import type { Cursor } from '../generation/cursor.ts';
import { newestFirst } from '../generation/newest-first.ts';
import { MOST_LOOKS, type SeenFile } from '../generation/survey.ts';
import { isIn } from './known-again.ts';
import { type OpenFile, openFile, openSeen } from './open-file.ts';

const ENOUGH_MISSES = 3;

/** `at` is where it stood when it was closed. It may have been renamed or packed since; undefined where it is nowhere beside what the path leads to, `moving` where that cannot be said because files are being renamed there. */
export async function openAgain(at: string, path: string, cursor: Cursor): Promise<OpenFile | 'moving' | undefined> {
  const here = await openFile(at, true);
  if (here?.file === cursor.file) return here;
  await here?.handle.close();
  const beside = await realpath(path).catch(() => path);
  // What is renamed while the names are listed may be in no list.
  for (let look = 0, misses = 0; look < MOST_LOOKS; look++) {
    // To unpack what is packed costs much.
    const found = await lookFor(cursor, beside, misses === ENOUGH_MISSES - 1);
    if (found === undefined && ++misses === ENOUGH_MISSES) return undefined;
    if (found === 'moving') misses = 0;
    else if (found !== undefined) return found;
  }
  return 'moving';
}

async function lookFor(cursor: Cursor, beside: string, unpacks: boolean): Promise<OpenFile | 'moving' | undefined> {
  const packed: SeenFile[] = [];
  for await (const seen of newestFirst(beside)) {
    if (seen === 'gone') return 'moving';
    if (seen.file === cursor.file) return (await openSeen(seen)) ?? 'moving';
    if (unpacks && seen.isPacked) packed.push(seen);
  }
  for (const seen of packed) {
    const file = await openSeen(seen);
    if (file !== undefined && (await isIn(file, cursor))) return file;
    await file?.handle.close();
  }
  return undefined;
}

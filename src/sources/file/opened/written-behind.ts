// Which of the generations that were left were written to behind that: a program that was not told of a rotation may have gone on while nobody read.
import { realpath } from 'node:fs/promises';
import type { Cursor } from '../generation/cursor.ts';
import { newestFirst, type SeenFile } from '../generation/survey.ts';

export interface WrittenBehind {
  readonly cursor: Cursor;
  readonly seen: SeenFile;
}

/** Those that stand beside what the path leads to, the oldest first. What has been packed meanwhile was left by all. */
export async function writtenBehind(path: string, left: readonly Cursor[]): Promise<readonly WrittenBehind[]> {
  const found: WrittenBehind[] = [];
  if (left.length === 0) return found;
  for await (const seen of newestFirst(await realpath(path).catch(() => path))) {
    if (seen === 'gone') continue;
    const cursor = left.find(({ file }) => file === seen.file);
    if (cursor !== undefined && seen.size > cursor.at) found.unshift({ cursor, seen });
  }
  return found;
}

// Which of the generations that were left were written to behind that: a program that was not told of a rotation may have gone on while nobody read.
import { realpath } from 'node:fs/promises';
import type { Cursor } from '../generation/cursor.ts';
import { newestFirst } from '../generation/newest-first.ts';
import { MOST_LOOKS, type SeenFile } from '../generation/survey.ts';

export interface WrittenBehind {
  readonly cursor: Cursor;
  readonly seen: SeenFile;
}

/** Those that stand beside what the path leads to, the oldest first. What has been packed meanwhile was left by all. */
export async function writtenBehind(path: string, left: readonly Cursor[]): Promise<readonly WrittenBehind[]> {
  if (left.length === 0) return [];
  const beside = await realpath(path).catch(() => path);
  let found: readonly WrittenBehind[] = [];
  for (let look = 0, isWhole = false; look < MOST_LOOKS && !isWhole; look++)
    [found, isWhole] = await lookOnce(beside, left);
  return found;
}

/** And whether none was missed because it was renamed meanwhile. */
async function lookOnce(beside: string, left: readonly Cursor[]): Promise<[readonly WrittenBehind[], boolean]> {
  const found: WrittenBehind[] = [];
  for await (const seen of newestFirst(beside)) {
    if (seen === 'gone') return [found, false];
    const cursor = left.find(({ file }) => file === seen.file);
    if (cursor !== undefined && seen.size > cursor.at) found.unshift({ cursor, seen });
  }
  return [found, true];
}

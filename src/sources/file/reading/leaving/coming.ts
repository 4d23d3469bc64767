// What comes behind a generation: which of the files that were found are read, and in which order.
import type { Cursor } from '../../generation/cursor.ts';
import type { NextGenerations } from '../../generation/next-generations.ts';
import type { SeenFile } from '../../generation/survey.ts';
import type { Life } from '../../generation/turnover.ts';
import { thoseWithLines, withoutCopies } from '../../opened/copies.ts';
import { isCopyOf, isStill } from '../../opened/known-again.ts';
import type { BegunFile, OpenFile } from '../../opened/open-file.ts';

/** What the path leads to, which may be by a link. */
export interface Current {
  readonly current: BegunFile | undefined;
  readonly at: string;
  readonly life: Life | undefined;
}

export interface Found extends Current {
  /** Behind which it was looked. */
  readonly newest: Cursor;
  readonly next: NextGenerations;
  /** The file of the newest, where more of it stands somewhere. */
  readonly whole: OpenFile | undefined;
}

export interface Coming extends Found {
  /** What is rotated, the oldest first; empty ones, too. */
  readonly rotated: readonly SeenFile[];
  /** Those of them that are read. */
  readonly older: readonly SeenFile[];
  /** Those of them that are not a copy of what the path leads to. */
  readonly between: readonly SeenFile[];
  /** The last of them, where it is such a copy. */
  readonly copied: SeenFile | undefined;
  /** What was seen to be blank, and has been written to and renamed since. */
  readonly own: SeenFile | undefined;
  /** Something stands in what the path leads to. */
  readonly isBegun: boolean;
}

/** Undefined where what the path leads to was cut meanwhile: what stood in it may be among those that were found. */
export async function comingOf(found: Found): Promise<Coming | undefined> {
  const { newest, next, whole, current, at } = found;
  const beside = next.fresh.filter((one) => one.path !== at);
  const holding = await thoseWithLines(beside);
  const own = newest.isBlank ? holding.find((one) => one.file === newest.file) : undefined;
  const older = await withoutCopies(holding, { whole: whole && { file: whole, changed: newest.changed }, own });
  const rotated = beside.filter((one) => older.includes(one) || !holding.includes(one));
  const copied = await copiedOf(current, older.at(-1), own);
  const last = next.fresh.at(-1);
  if (last?.path === at && current !== undefined && !(await isStill(current, last))) return undefined;
  const between = older.filter((one) => one !== copied);
  // One is begun when something stands in it, for only by that it is known again.
  const isBegun = current !== undefined && current.first.length > 0 && last?.path === at;
  return { ...found, rotated, older, between, copied, own, isBegun };
}

/** The last one, where it was made to cut next what the path leads to. */
async function copiedOf(
  current: BegunFile | undefined,
  last: SeenFile | undefined,
  own: SeenFile | undefined,
): Promise<SeenFile | undefined> {
  if (current === undefined || last === undefined || last === own || last.isPacked) return undefined;
  return (await isCopyOf(current.file, last)) ? last : undefined;
}

// Where a file is begun of which nothing was read.
import type { GapReason } from '../../../core/lines/reading.ts';
import { Cursor } from '../generation/cursor.ts';
import type { FoundEnd } from '../generation/file-position.ts';
import type { SeenFile } from '../generation/survey.ts';
import { beginsAt } from './found-end.ts';
import { type BegunFile, bytesBefore } from './open-file.ts';

export interface BeginOptions {
  readonly startAt: 'beginning' | 'end';
  /** What the path led to before it was opened. */
  readonly seen: SeenFile | undefined;
  /** Where it ended when it was found. */
  readonly end: FoundEnd | undefined;
}

/** And why something is lost that had come before. */
export interface Begins {
  readonly cursor: Cursor;
  readonly lost: GapReason | undefined;
}

export async function begin({ file, first }: BegunFile, { startAt, seen, end }: BeginOptions): Promise<Begins> {
  const { size, mtimeNs } = await file.handle.stat({ bigint: true });
  // Of a blank one what was copied since it was found to be blank is read.
  const changed = first.length === 0 && seen?.file === file.file ? seen.changed : mtimeNs;
  const cursor = Cursor.begin({ file: file.file, cuts: 0, first, changed });
  if (startAt === 'beginning') return { cursor, lost: undefined };
  const { at, lost } = beginsAt({ file: file.file, size: Number(size) }, end);
  cursor.jump(at, first, await bytesBefore(file, at));
  return { cursor, lost };
}

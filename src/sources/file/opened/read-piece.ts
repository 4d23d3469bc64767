// Reads at a cursor in a file that is open, where what was read before still stands before it.
import { NEWLINE } from '../../../core/text/line-end.ts';
import type { Cursor } from '../generation/cursor.ts';
import { BEFORE_BYTES } from '../generation/fingerprint.ts';
import { bytesOf, type OpenFile, startsWith } from './open-file.ts';

/** What has been read at a cursor: bytes[from, end). `changed`: what stands before the cursor is not what was read. */
export type ReadPiece = { readonly from: number; readonly end: number } | 'changed';

/**
 * What was read last is read again with what comes, and its first bytes are held against those that were seen: one that was cut and has
 * grown again is known by that, also where many lines end alike. While it is read it may be cut as well: then it is not the same afterwards.
 */
export async function readPiece(file: OpenFile, cursor: Cursor, into: Buffer): Promise<ReadPiece> {
  const from = cursor.before.length;
  const known = cursor.at === 0 ? cursor.head : cursor.before;
  const { bytesRead } = await file.handle.read(into, 0, into.length, cursor.at - from);
  if (!startsWith(into.subarray(0, bytesRead), known)) return 'changed';
  // What was cut has not grown so far while one read.
  const isSure = bytesRead === into.length || bytesRead === from;
  const first = into.subarray(0, Math.min(bytesRead, BEFORE_BYTES + 1));
  if (!isSure && !(await bytesOf(file, cursor.at - from, first.length)).equals(first)) return 'changed';
  return cursor.at === 0 || (await hasHead(file, cursor)) ? { from, end: bytesRead } : 'changed';
}

const hasHead = async (file: OpenFile, { head }: Cursor): Promise<boolean> =>
  (await bytesOf(file, 0, head.length)).equals(head);

export interface Unended {
  /** A line that is as long as this is not waited for. */
  readonly longest: number;
  readonly into: Buffer;
}

/** Looks only at what has come to a line without an end: whether there is still none. One that was cut, or to which more has come than there is room for, has to be read. */
export async function isStillUnended(file: OpenFile, cursor: Cursor, { longest, into }: Unended): Promise<boolean> {
  const { at, before } = cursor;
  const isSame = (await bytesOf(file, at - before.length, before.length)).equals(before);
  if (!isSame || !(await hasHead(file, cursor))) return false;
  // With the last byte that was looked at: where that is gone the file is shorter than it was.
  const from = cursor.unendedTo - 1;
  const { bytesRead } = await file.handle.read(into, 0, into.length, from);
  const hasAll = bytesRead > 0 && bytesRead < into.length;
  const end = from + bytesRead;
  if (!hasAll || end - at > longest || into.subarray(0, bytesRead).includes(NEWLINE)) return false;
  cursor.unendedTo = end;
  return true;
}

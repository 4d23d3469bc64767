// A generation of a file that is open, and reading at a cursor in it.

import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { unlessTooMany } from '../../../core/files/too-many-open.ts';
import { NEWLINE } from '../../../core/text/line-end.ts';
import type { Cursor } from '../generation/cursor.ts';
import { BEFORE_BYTES, HEAD_BYTES, hasFingerprint } from '../generation/fingerprint.ts';
import { fileIdOf, type SeenFile } from '../generation/survey.ts';
import { unpack } from '../packed/unpack.ts';

export interface OpenFile {
  readonly handle: FileHandle;
  readonly file: string;
}

/** What has been read at a cursor: bytes[from, end). `changed`: what stands before the cursor is not what was read. */
export type ReadPiece = { readonly from: number; readonly end: number } | 'changed';

/** Undefined where there is no file, or nobody may read it, and throws where too many are open; a link to one that was rotated away is followed by nobody. */
export async function openFile(at: string, isRotated = false): Promise<OpenFile | undefined> {
  // A pipe may have come where a file was: to open one waits for whoever writes to it, in one of few threads, and nothing ends that.
  const how = constants.O_RDONLY | constants.O_NONBLOCK | (isRotated ? constants.O_NOFOLLOW : 0);
  const handle = await open(at, how).catch(unlessTooMany(undefined));
  const found = await handle?.stat({ bigint: true }).catch(() => undefined);
  if (handle !== undefined && found?.isFile()) return { handle, file: fileIdOf(found) };
  await handle?.close();
  return undefined;
}

/** What a packed one holds; it stays open itself. */
export async function unpacked({ handle, file }: OpenFile, signal?: AbortSignal): Promise<OpenFile | undefined> {
  const plain = await unpack(handle, { signal });
  return plain && { handle: plain, file };
}

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

export const startsWith = (bytes: Buffer, first: Buffer): boolean => bytes.subarray(0, first.length).equals(first);

/** Whether what was read of the cursor's generation stands in this file. One of which nothing was read is in none. */
export async function isIn({ handle }: OpenFile, cursor: Cursor): Promise<boolean> {
  const { headPrint: head, beforePrint: before } = cursor;
  if (head.length === 0) return cursor.at === 0;
  const bytes = Buffer.alloc(HEAD_BYTES + BEFORE_BYTES);
  const first = bytes.subarray(0, head.length);
  const last = bytes.subarray(HEAD_BYTES, HEAD_BYTES + before.length);
  const read = [
    (await handle.read(first, 0, first.length, 0)).bytesRead,
    (await handle.read(last, 0, last.length, cursor.at - before.length)).bytesRead,
  ];
  const isWhole = read[0] === first.length && read[1] === last.length;
  if (!isWhole || !hasFingerprint(first, head) || !hasFingerprint(last, before)) return false;
  cursor.prove(first, last);
  return true;
}

/** Opens what is seen; undefined when it is something else by now, or nobody may read it. */
export async function openSeen(seen: SeenFile): Promise<OpenFile | undefined> {
  const file = await openFile(seen.path, seen.isRotated);
  if (file === undefined) return undefined;
  const isSame = file.file === seen.file;
  if (isSame && !seen.isPacked) return file;
  const plain = isSame ? await unpacked(file) : undefined;
  await file.handle.close();
  return plain;
}

export async function bytesOf({ handle }: OpenFile, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, from);
  return bytes.subarray(0, bytesRead);
}

export const bytesBefore = (file: OpenFile, at: number): Promise<Buffer> =>
  bytesOf(file, Math.max(0, at - BEFORE_BYTES), Math.min(at, BEFORE_BYTES));

const firstBytesOf = (file: OpenFile): Promise<Buffer> => bytesOf(file, 0, HEAD_BYTES);

/** With what stands at its beginning, by which it is told whether it was cut while one looked elsewhere. */
export interface BegunFile {
  readonly file: OpenFile;
  /** Empty where nothing stands in it yet. */
  readonly first: Buffer;
}

/** Undefined where there is none, or nobody may read it, or it is not what was seen. */
export async function openBegun(at: string, seen?: SeenFile): Promise<BegunFile | undefined> {
  const file = await (seen === undefined ? openFile(at) : openSeen(seen));
  if (file === undefined) return undefined;
  try {
    return { file, first: await firstBytesOf(file) };
  } catch (error) {
    await file.handle.close();
    throw error;
  }
}

/** Whether it is what was seen, and the same stands in it as when it was opened. */
export async function isStill(begun: BegunFile | undefined, seen: SeenFile): Promise<boolean> {
  if (begun === undefined || begun.file.file !== seen.file) return false;
  const now = await firstBytesOf(begun.file);
  return startsWith(now, begun.first) && (now.length === 0) === (begun.first.length === 0);
}

/** Whether what was seen was copied, or packed, from its beginning on. */
export async function isCopyOf(file: OpenFile, seen: SeenFile): Promise<boolean> {
  const copy = await openSeen(seen);
  if (copy === undefined) return false;
  try {
    const { size } = await copy.handle.stat();
    const [first, last] = [Math.min(size, HEAD_BYTES), Math.max(0, size - HEAD_BYTES)];
    return (await isSame(file, copy, { from: 0, end: first })) && (await isSame(file, copy, { from: last, end: size }));
  } finally {
    await copy.handle.close();
  }
}

interface Part {
  readonly from: number;
  readonly end: number;
}

async function isSame(one: OpenFile, other: OpenFile, { from, end }: Part): Promise<boolean> {
  const bytes = await bytesOf(one, from, end - from);
  return bytes.length === end - from && bytes.equals(await bytesOf(other, from, end - from));
}

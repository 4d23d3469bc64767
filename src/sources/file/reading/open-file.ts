// A generation of a file that is open, and reading at a cursor in it.

import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Cursor } from '../generation/cursor.ts';
import { BEFORE_BYTES, HEAD_BYTES, hasFingerprint } from '../generation/fingerprint.ts';
import { fileIdOf, type SeenFile } from '../generation/survey.ts';

export interface OpenFile {
  readonly handle: FileHandle;
  readonly file: string;
}

/** What has been read at a cursor: bytes[from, end). `changed`: what stands before the cursor is not what was read. */
export type ReadPiece = { readonly from: number; readonly end: number } | 'changed';

/** Undefined where there is none, or nobody may read it. */
export async function openFile(at: string): Promise<OpenFile | undefined> {
  const handle = await open(at, 'r').catch(() => undefined);
  if (handle === undefined) return undefined;
  return { handle, file: fileIdOf(await handle.stat({ bigint: true })) };
}

/** What a packed file holds, in one that has no name and goes when it is closed. */
async function unpacked({ handle, file }: OpenFile): Promise<OpenFile | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-'));
  const into = path.join(folder, 'log');
  try {
    await pipeline(handle.createReadStream({ autoClose: false }), createGunzip(), createWriteStream(into));
    return { handle: await open(into, 'r'), file };
  } catch {
    return undefined;
  } finally {
    await handle.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What was read last is read again with what comes: a file that was cut and has grown again is known by that. */
export async function readPiece({ handle }: OpenFile, cursor: Cursor, into: Buffer): Promise<ReadPiece> {
  const overlap = cursor.before.length;
  const { bytesRead } = await handle.read(into, 0, into.length, cursor.at - overlap);
  if (bytesRead < overlap || !into.subarray(0, overlap).equals(cursor.before)) return 'changed';
  return { from: overlap, end: bytesRead };
}

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
  const file = await openFile(seen.path);
  if (file === undefined) return undefined;
  if (file.file === seen.file) return seen.isPacked ? unpacked(file) : file;
  await file.handle.close();
  return undefined;
}

export async function bytesOf({ handle }: OpenFile, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, from);
  return bytes.subarray(0, bytesRead);
}

export const bytesBefore = (file: OpenFile, at: number): Promise<Buffer> =>
  bytesOf(file, Math.max(0, at - BEFORE_BYTES), Math.min(at, BEFORE_BYTES));

export async function beginsWith(seen: SeenFile, first: Buffer): Promise<boolean> {
  const file = await openSeen(seen);
  if (file === undefined) return false;
  try {
    return (await bytesOf(file, 0, first.length)).equals(first);
  } finally {
    await file.handle.close();
  }
}

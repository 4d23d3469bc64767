// Opens files, as they were seen and as they are now.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { unlessTooMany } from '../../../core/files/too-many-open.ts';
import { BEFORE_BYTES, HEAD_BYTES } from '../generation/fingerprint.ts';
import { fileIdOf, type SeenFile } from '../generation/survey.ts';
import { unpack } from '../packed/unpack.ts';

export interface OpenFile {
  readonly handle: FileHandle;
  readonly file: string;
}

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

export const startsWith = (bytes: Buffer, first: Buffer): boolean => bytes.subarray(0, first.length).equals(first);

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

export const firstBytesOf = (file: OpenFile): Promise<Buffer> => bytesOf(file, 0, HEAD_BYTES);

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

// Whether what is known of a file stands in one that is open: what was read of it, what it began with, what a copy of it holds.
import type { Cursor } from '../generation/cursor.ts';
import { BEFORE_BYTES, HEAD_BYTES, hasFingerprint } from '../generation/fingerprint.ts';
import type { SeenFile } from '../generation/survey.ts';
import { type BegunFile, bytesOf, firstBytesOf, type OpenFile, openSeen, startsWith } from './open-file.ts';

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

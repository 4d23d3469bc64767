// Reads a small file of text whole, or says why not; whatever the name stands for, no more is read than is allowed.
import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync, statSync } from 'node:fs';

export type TextFileResult = { readonly text: string } | { readonly problem: string };

/** A small file's text, or why it cannot be had, as the end of a sentence that begins with the file's name. It may be a pipe that somebody writes and closes. */
export function readTextFile(file: string, largestBytes: number): TextFileResult {
  try {
    const bytes = readWhole(file, largestBytes);
    if (typeof bytes === 'string') return { problem: bytes };
    return isUtf8(bytes) ? { text: bytes.toString('utf8') } : { problem: 'is not text in UTF-8' };
  } catch (error) {
    return { problem: readProblem(error) };
  }
}

function readWhole(file: string, largestBytes: number): Buffer | string {
  const stat = statSync(file);
  if (stat.isDirectory()) return FOLDER;
  // A device may have no end, or wait for ever, be it only to be opened; only a pipe has somebody who closes it.
  if (stat.isCharacterDevice() || stat.isBlockDevice()) return 'is a device and not a file';
  const tooLarge = `is larger than ${largestBytes / 1024} KiB`;
  if (stat.size > largestBytes) return tooLarge;
  const fd = openSync(file, 'r');
  try {
    // The size that is told may be wrong: files grow, and pipes and those of the kernel tell none.
    let bytes = Buffer.allocUnsafe(Math.max(PIECE, stat.size + 1));
    for (let length = 0; ; ) {
      const count = readSync(fd, bytes, length, bytes.length - length, null);
      if (count === 0) return bytes.subarray(0, length);
      length += count;
      if (length > largestBytes) return tooLarge;
      if (length === bytes.length) bytes = Buffer.concat([bytes], 2 * length);
    }
  } finally {
    closeSync(fd);
  }
}

const PIECE = 64 * 1024;
const FOLDER = 'is a folder';

/** Why a file could not be opened or read, as the end of a sentence that begins with its name. */
export function readProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return REASONS[code] ?? `cannot be read (${code})`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EACCES: 'may not be read by this user',
  EISDIR: FOLDER,
  ELOOP: 'is a link that leads in a circle',
  ENXIO: 'is a socket and not a file',
};

import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';

export type TextFileResult = { readonly text: string } | { readonly problem: string };

/** A small file's text, or why it cannot be had, as the end of a sentence that begins with the file's name. */
export function readTextFile(file: string, largestBytes: number): TextFileResult {
  try {
    if (statSync(file).size > largestBytes) return { problem: `is larger than ${largestBytes / 1024} KiB` };
    const bytes = readFileSync(file);
    return isUtf8(bytes) ? { text: bytes.toString('utf8') } : { problem: 'is not text in UTF-8' };
  } catch (error) {
    return { problem: readProblem(error) };
  }
}

/** Why a file could not be opened or read, as the end of a sentence that begins with its name. */
export function readProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return REASONS[code] ?? `cannot be read (${code})`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EACCES: 'may not be read by this user',
  EISDIR: 'is a folder',
};

import { readFileSync, statSync } from 'node:fs';

export type TextFileResult = { readonly text: string } | { readonly problem: string };

/** A small file's text, or why it cannot be had, as the end of a sentence that begins with the file's name. */
export function readTextFile(file: string, largestBytes: number): TextFileResult {
  try {
    if (statSync(file).size > largestBytes) return { problem: `is larger than ${largestBytes / 1024} KiB` };
    return { text: readFileSync(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { problem: REASONS[code] ?? `cannot be read (${code})` };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EACCES: 'may not be read by this user',
  EISDIR: 'is a folder',
};

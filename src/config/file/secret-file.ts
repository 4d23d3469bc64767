// A secret in a file of its own, as Docker and Kubernetes mount them: the whole text without the newline at its end.
import { readTextFile, type TextFileResult } from './text-file.ts';

const LARGEST_SECRET_BYTES = 64 * 1024;

/** An empty file is none. */
export function readSecretFile(file: string): TextFileResult {
  const read = readTextFile(file, LARGEST_SECRET_BYTES);
  if ('problem' in read) return read;
  const text = read.text.replace(/\r?\n$/, '');
  return text === '' ? { problem: 'is empty' } : { text };
}

// Where `tocsin scan` reads: files, gzip files by their name, standard input; each as bytes written to wherever they are wanted.
import { fstatSync } from 'node:fs';
import { fileInput, regularFileInput } from './file-input.ts';
import type { InputOptions, ScanInput } from './scan-input.ts';
import { streamInput } from './stream-input.ts';

export const STANDARD_INPUT = '-';
const GZIP = /\.gz$/i;

export async function openInput(name: string, options: InputOptions): Promise<ScanInput> {
  if (name === STANDARD_INPUT) return standardInput(options);
  const file = fileInput(name, options);
  if (!GZIP.test(name)) return file;
  const { gzipInput } = await import('./gzip-input.ts');
  return gzipInput(file);
}

/** A file is read as such, which is faster and knows how much is left. What was read to its end before is empty. */
function standardInput({ stdin: open, printsHits }: InputOptions): ScanInput {
  const stdin = open();
  const fd = 'fd' in stdin && typeof stdin.fd === 'number' ? stdin.fd : undefined;
  if (fd !== undefined && fstatSync(fd).isFile()) return regularFileInput(fd, { printsHits, close: () => {} });
  return streamInput(stdin.destroyed || stdin.readableEnded ? [] : stdin, { close: () => stdin.destroy() });
}

// Files for the programs that are measured: rules, texts, programs. They last as long as the benchmark runs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

let folder: string | undefined;
let files = 0;

/** A name for a file that is removed in the end. */
export function scratchName(): string {
  if (folder === undefined) {
    const made = mkdtempSync(path.join(tmpdir(), 'bench-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return path.join(folder, String(files++));
}

export function scratchFile(content: string | Uint8Array): string {
  const name = scratchName();
  writeFileSync(name, content);
  return name;
}

let corpus: ArrayBufferLike | undefined;
const parts = new Map<number, string>();

/** The beginning of a corpus as a file, written once: some are half a gigabyte. The files of the corpus before are removed. */
export function textFile(text: Buffer): string {
  if (text.buffer !== corpus) {
    for (const name of parts.values()) rmSync(name);
    parts.clear();
    corpus = text.buffer;
  }
  const name = parts.get(text.length) ?? scratchFile(text);
  parts.set(text.length, name);
  return name;
}

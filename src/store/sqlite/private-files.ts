// Makes directories and files that their owner alone can read.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import type { TocsinError } from '../../core/errors.ts';
import { fileWords } from '../backend/file-words.ts';
import { storeUnavailable } from '../backend/store-fault.ts';

/** Makes the data directory, for its owner alone. One that is there already keeps its permissions: it may be a mounted volume. */
export function makePrivateDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw cannotBeMade(`the data directory ${directory}`, error);
  }
}

/** Makes an empty file for its owner alone before SQLite opens it; the files that SQLite puts beside it get the same permissions. */
export function makePrivateFile(file: string): void {
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
  } catch (error) {
    throw cannotBeMade(`the file ${file}`, error);
  }
}

function cannotBeMade(what: string, error: unknown): TocsinError {
  const words = `${what} cannot be made: ${fileWords(error)}; mend that, or name another folder in TOCSIN_DATA_DIR`;
  return storeUnavailable({ reason: 'permission_denied', words }, error);
}

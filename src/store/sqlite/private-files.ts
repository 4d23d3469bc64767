import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { storeUnavailable } from '../backend/store-fault.ts';

/** Makes the data directory, for its owner alone. One that is there already keeps its permissions: it may be a mounted volume. */
export function makePrivateDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storeUnavailable(
      { reason: 'permission_denied', words: `the data directory ${directory} cannot be made (${systemCode(error)})` },
      error,
    );
  }
}

/** Makes an empty file for its owner alone before SQLite opens it; the files that SQLite puts beside it get the same permissions. */
export function makePrivateFile(file: string): void {
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
  } catch (error) {
    throw storeUnavailable(
      { reason: 'permission_denied', words: `the file ${file} cannot be made (${systemCode(error)})` },
      error,
    );
  }
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

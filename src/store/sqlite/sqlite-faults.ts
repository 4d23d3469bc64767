// Tells the faults of a SQLite database from those of a statement, in words for a person.
import { accessSync, constants } from 'node:fs';
import type { StoreFault } from '../backend/store-fault.ts';

// SQLite's primary result codes (the low byte of an extended code), as far as they speak of the database and not of the statement.
const FAULTS: Readonly<Record<number, StoreFault>> = {
  3: { reason: 'permission_denied', words: 'the operating system denies access to the database file' },
  5: { reason: 'busy', words: 'another process has been writing the database file for too long' },
  6: { reason: 'busy', words: 'the database file is locked' },
  7: { reason: 'out_of_memory', words: 'SQLite ran out of memory' },
  8: { reason: 'read_only', words: 'the database file, its directory or its file system is read-only' },
  10: {
    reason: 'io_error',
    words: 'reading or writing the database file failed (a full or failing disk, a quota, or a file size limit)',
  },
  11: { reason: 'corrupt', words: 'the database file is damaged; restore a backup' },
  13: { reason: 'disk_full', words: 'the disk that holds the database is full' },
  14: { reason: 'permission_denied', words: 'the database file cannot be opened (missing directory or permission)' },
  26: { reason: 'corrupt', words: 'the file is not a SQLite database' },
};

const BUSY = 5;
const READ_ONLY = FAULTS[8];

/** Undefined when the error is not one of the database but of the statement. */
export function explainSqlite(error: unknown, file: string): StoreFault | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && error.code === 'ERR_INVALID_STATE') return { reason: 'closed', words: 'it is closed' };
  const code = primaryCode(error);
  const fault = code === undefined ? undefined : FAULTS[code];
  // A file that became read-only while it was open (the kernel does so with a failing disk) is an I/O error to SQLite.
  return fault?.reason === 'io_error' && !isWritable(file) ? READ_ONLY : fault;
}

export function isBusy(error: unknown): boolean {
  return error instanceof Error && primaryCode(error) === BUSY;
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function primaryCode(error: Error): number | undefined {
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

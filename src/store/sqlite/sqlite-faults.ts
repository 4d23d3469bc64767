import type { StoreFault } from '../store-fault.ts';

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

const READ_ONLY = 8;
const BUSY = 5;

/** Undefined when the error is not one of the database but of the statement. */
export function explainSqlite(error: unknown): StoreFault | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && error.code === 'ERR_INVALID_STATE') return { reason: 'closed', words: 'it is closed' };
  const code = primaryCode(error);
  return code === undefined ? undefined : FAULTS[code];
}

export function isBusy(error: unknown): boolean {
  return error instanceof Error && primaryCode(error) === BUSY;
}

export function isReadOnly(error: unknown): boolean {
  return error instanceof Error && primaryCode(error) === READ_ONLY;
}

function primaryCode(error: Error): number | undefined {
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

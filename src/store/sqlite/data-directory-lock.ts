// Sees to it that one server alone uses a data directory.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TocsinError } from '../../core/errors.ts';
import { storeUnavailable } from '../backend/store-fault.ts';
import { makePrivateFile } from './private-files.ts';
import { explainSqlite, isBusy } from './sqlite-faults.ts';

export interface DataDirectoryHolder {
  readonly pid: number;
  readonly hostname: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Long enough for one that is just stopping; the start waits for it without doing anything else. */
const WAIT_MS = 250;
const ATTEMPTS = 10;

/**
 * Sees to it that one server alone uses a data directory: a write transaction on a small database of its own, held open as long as the process lives.
 * The operating system ends it with the process, kill -9 included, so there is no stale lock to remove. A committed row beside it says who holds it.
 */
export class DataDirectoryLock {
  readonly #db: DatabaseSync;

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Throws `store_in_use`, with the holder's name, when another server has it. */
  static take(dataDir: string, holder: DataDirectoryHolder): DataDirectoryLock {
    const file = path.join(dataDir, 'tocsin.lock');
    makePrivateFile(file);
    const db = new DatabaseSync(file, { timeout: WAIT_MS });
    try {
      hold(db, holder);
      return new DataDirectoryLock(db);
    } catch (error) {
      const refusal = isBusy(error) ? inUse(dataDir, readHolder(db)) : explained(error, file);
      db.close();
      throw refusal;
    }
  }

  /** May be called twice. */
  release(): void {
    if (this.#db.isOpen) this.#db.close();
  }
}

/** Commits the row, then takes the lock for good. Another start may come in between with a row of its own: whoever has the lock in the end writes again. */
function hold(db: DatabaseSync, { pid, hostname, since }: DataDirectoryHolder): void {
  const mark = randomUUID();
  db.exec('begin immediate');
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    db.exec(
      'create table if not exists holder (id integer primary key, pid integer, hostname text, since integer, mark text)',
    );
    db.prepare('insert or replace into holder values (1, ?, ?, ?, ?)').run(pid, hostname, since, mark);
    db.exec('commit; begin immediate');
    if (db.prepare('select holder.mark from holder where holder.id = 1').get()?.mark === mark) return;
  }
  throw new TocsinError('store_in_use', 'Several Tocsin servers start on this data directory at the same moment.');
}

function readHolder(db: DatabaseSync): DataDirectoryHolder | undefined {
  try {
    const row = db.prepare('select holder.pid, holder.hostname, holder.since from holder where holder.id = 1').get();
    return row && { pid: Number(row.pid), hostname: String(row.hostname), since: Number(row.since) };
  } catch {
    return undefined; // The holder is just writing the row: the refusal stands without it.
  }
}

function inUse(dataDir: string, holder: DataDirectoryHolder | undefined): TocsinError {
  const who = holder
    ? `process ${holder.pid} on host ${holder.hostname}, since ${new Date(holder.since).toISOString()}`
    : 'it has just started';
  return new TocsinError(
    'store_in_use',
    `Another Tocsin server uses the data directory ${dataDir} (${who}). Stop it first, or give this one a directory of its own with TOCSIN_DATA_DIR.`,
  );
}

function explained(error: unknown, file: string): unknown {
  const fault = explainSqlite(error, file);
  return fault ? storeUnavailable(fault, error) : error;
}

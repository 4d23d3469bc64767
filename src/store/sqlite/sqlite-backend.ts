// SQLite in one file, or in memory alone: one connection that writes, one that only reads and so never waits for a transaction of ours.
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import type { Clock } from '../../core/clock.ts';
import { isTocsinError, TocsinError } from '../../core/errors.ts';
import type { Backend, BackupOptions, BackupResult, StoreDescription } from '../backend/backend.ts';
import { type StoreFault, storeUnavailable } from '../backend/store-fault.ts';
import { sqliteFile } from '../sqlite-file.ts';
import type { Tables } from '../tables.ts';
import { makePrivateFile } from './private-files.ts';
import { backupSqlite } from './sqlite-backup.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import { explainSqlite } from './sqlite-faults.ts';

/** How long a statement may block the event loop because another process writes; beyond that the dialect asks again without blocking. */
const BLOCK_MS = 20;
/** Opening may wait: nothing else runs yet. */
const BLOCK_WHILE_OPENING_MS = 5_000;
/** What each of the two connections may keep of the file in memory, in KiB: enough for the upper parts of all indexes of a large event log, and for what a large transaction changes. */
const CACHE_KIB = 16_384;
/** Pages in the write-ahead log, of 4 KiB, after which they are brought into the file: those that change all the time only once for many commits. */
const LOG_PAGES = 4_000;

/** Instead of a data directory: nothing is written anywhere, and all of it is gone when it is closed. */
export const IN_MEMORY = Symbol('in memory');

export class SqliteBackend implements Backend {
  readonly kind = 'sqlite';
  readonly now = sql<number>`unixepoch('subsec')`;
  readonly reader: Kysely<Tables>;
  readonly writer: Kysely<Tables>;
  readonly #file: string;
  readonly #inMemory: boolean;
  readonly #connections: readonly DatabaseSync[];
  readonly #identity: string | undefined;

  constructor(dataDir: string | typeof IN_MEMORY, clock: Clock) {
    const inMemory = dataDir === IN_MEMORY;
    this.#file = inMemory ? `file:tocsin-${randomUUID()}?mode=memory&cache=shared` : sqliteFile(dataDir);
    this.#inMemory = inMemory;
    const writing = inMemory ? openInMemory(this.#file, false) : openForWriting(this.#file);
    const reading = inMemory ? openInMemory(this.#file, true) : openForReading(this.#file);
    this.#connections = [reading, writing];
    this.#identity = identityOf(this.#file);
    this.writer = new Kysely<Tables>({ dialect: new NodeSqliteDialect({ db: writing, clock }) });
    this.reader = new Kysely<Tables>({ dialect: new NodeSqliteDialect({ db: reading, clock }) });
  }

  explain(error: unknown): StoreFault | undefined {
    return explainSqlite(error, this.#file);
  }

  /** SQLite would go on writing into a file that no name leads to any more. */
  lost(): StoreFault | undefined {
    if (identityOf(this.#file) === this.#identity) return undefined;
    const words = `its file ${this.#file} was deleted or replaced while the server ran; put it back and restart`;
    return { reason: 'io_error', words };
  }

  /** BEGIN IMMEDIATE has made it so already. */
  async alone(): Promise<void> {}

  async describe(): Promise<StoreDescription> {
    const row = await sql<{ version: string }>`select sqlite_version() as version`.execute(this.reader);
    const version = row.rows[0]?.version ?? '';
    if (this.#inMemory) return { kind: this.kind, version, location: 'in memory', sizeBytes: await this.#pageBytes() };
    const sizeBytes = ['', '-wal'].reduce((sum, part) => sum + sizeOf(`${this.#file}${part}`), 0);
    return { kind: this.kind, version, location: path.resolve(this.#file), sizeBytes };
  }

  async #pageBytes(): Promise<number> {
    const counted = await sql<{ bytes: number }>`
      select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`.execute(this.reader);
    return counted.rows[0]?.bytes ?? 0;
  }

  backup(file: string, options: BackupOptions): Promise<BackupResult> {
    return backupSqlite(this.#file, file, options);
  }

  async close(): Promise<void> {
    for (const db of this.#connections) if (db.isOpen) db.close();
  }
}

function openForWriting(file: string): DatabaseSync {
  makePrivateFile(file);
  return open(file, false, (db) => {
    const mode = db.prepare('pragma journal_mode = wal').get();
    if (mode?.journal_mode !== 'wal')
      throw new TocsinError(
        'store_unavailable',
        `SQLite cannot keep a write-ahead log at ${file}: a network file system cannot hold the database. Use a local disk, or PostgreSQL with TOCSIN_DATABASE_URL.`,
      );
    // FULL: what was acknowledged survives a power cut. The limit gives back the space of a log that a long reader made grow.
    db.exec('pragma synchronous = full; pragma journal_size_limit = 67108864; pragma temp_store = memory');
    db.exec(`pragma wal_autocheckpoint = ${LOG_PAGES}`);
  });
}

/** A reader that waits for no lock sees what a transaction has written before it is over: that is no matter where nothing lasts. */
function openInMemory(file: string, readOnly: boolean): DatabaseSync {
  return open(file, readOnly, (db) => db.exec('pragma read_uncommitted = 1; pragma temp_store = memory'));
}

function openForReading(file: string): DatabaseSync {
  return open(file, true, (db) => db.exec('pragma temp_store = memory'));
}

function open(file: string, readOnly: boolean, prepare: (db: DatabaseSync) => void): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, {
      readOnly,
      timeout: BLOCK_WHILE_OPENING_MS,
      enableForeignKeyConstraints: true,
      enableDoubleQuotedStringLiterals: false,
    });
    prepare(db);
    db.exec(`pragma busy_timeout = ${BLOCK_MS}; pragma cache_size = -${CACHE_KIB}`);
    return db;
  } catch (error) {
    db?.close();
    const fault = explainSqlite(error, file);
    if (isTocsinError(error) || !fault) throw error;
    throw storeUnavailable({ ...fault, words: `${fault.words} (${file})` }, error);
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Which file the name leads to: its device and number; undefined when there is none. */
function identityOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

// Kysely over one connection of `node:sqlite`. Kysely hands the connection to one caller at a time, which serialises the transactions of this process.
import type { DatabaseSync } from 'node:sqlite';
import {
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Clock } from '../../core/clock.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { isBusy } from './sqlite-faults.ts';

const WAIT_FOR_OTHER_PROCESSES_MS = 5_000;
const ASK_AGAIN_MS = 10;

interface Options {
  readonly db: DatabaseSync;
  readonly clock: Clock;
}

export class NodeSqliteDialect implements Dialect {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  createDriver(): Driver {
    return new NodeSqliteDriver(this.#options);
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

/** In SQLite tables are made and changed within transactions like rows; Kysely's adapter is more careful than it needs to be. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDriver implements Driver {
  readonly #db: DatabaseSync;
  readonly #clock: Clock;
  readonly #connection: SqliteConnection;

  constructor({ db, clock }: Options) {
    this.#db = db;
    this.#clock = clock;
    this.#connection = new SqliteConnection(db, clock);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteConnection> {
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {}

  /**
   * IMMEDIATE takes the right to write at the beginning, so that no later statement of the transaction can meet another writer. Another process
   * (`tocsin user`) may have it for a moment: we ask again without blocking the event loop.
   */
  async beginTransaction(connection: SqliteConnection): Promise<void> {
    const deadline = this.#clock.monotonic() + WAIT_FOR_OTHER_PROCESSES_MS;
    for (;;) {
      try {
        return connection.run('begin immediate');
      } catch (error) {
        if (!isBusy(error) || this.#clock.monotonic() >= deadline) throw error;
      }
      await this.#clock.sleep(ASK_AGAIN_MS);
    }
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    connection.run('commit');
  }

  /** A full disk or an I/O error has ended the transaction already. */
  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    if (connection.inTransaction) connection.run('rollback');
  }

  async destroy(): Promise<void> {
    if (this.#db.isOpen) this.#db.close();
  }
}

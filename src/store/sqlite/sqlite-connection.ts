import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { bindableText } from '../backend/bindable.ts';
import { StatementCache } from './statement-cache.ts';

/** One open database as Kysely sees it. Statements run at once, on this thread. */
export class SqliteConnection implements DatabaseConnection {
  readonly #db: DatabaseSync;
  readonly #statements: StatementCache;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#statements = new StatementCache(db);
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  run(sql: string): void {
    this.#db.exec(sql);
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { statement, givesRows } = this.#statements.get(sql);
    const values = parameters.map(bindable);
    // Kysely derives the row's type from the query; the driver can only hand over what came.
    if (givesRows) return { rows: statement.all(...values) as Row[] };
    const { changes } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator, and lists here are read page by page.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error(
      'Rows are read page by page, never streamed: a statement left open would hold back the write-ahead log.',
    );
  }
}

/** SQLite knows no booleans. */
function bindable(value: unknown): SQLInputValue {
  if (typeof value === 'string') return bindableText(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'number' || typeof value === 'bigint' || ArrayBuffer.isView(value))
    return value as SQLInputValue; // ArrayBuffer.isView also covers SharedArrayBuffer views, which nobody here makes.
  throw new TypeError(`A value of type ${typeof value} cannot be stored.`);
}

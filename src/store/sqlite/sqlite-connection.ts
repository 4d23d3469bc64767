// One open database as Kysely sees it. Statements run at once, on this thread; a long row of them, such as a large transaction, makes room for others in between.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setImmediate as afterOthers } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { Clock } from '../../core/clock.ts';
import { bindableText } from '../backend/bindable.ts';
import { RowBatch, type WrittenRow } from '../backend/row-batch.ts';
import { StatementCache } from './statement-cache.ts';

/** For so long statements run one after the other before all else that waits for this thread has its turn. */
const AT_ONCE_MS = 10;
/** Rows of a batch between two looks at the clock. */
const ROWS_A_LOOK = 50;

export class SqliteConnection implements DatabaseConnection {
  readonly #db: DatabaseSync;
  readonly #statements: StatementCache;

  readonly #clock: Pick<Clock, 'monotonic'>;
  /** When the first statement ran since others had their turn; undefined when none has. */
  #begun: number | undefined;

  constructor(db: DatabaseSync, clock: Pick<Clock, 'monotonic'>) {
    this.#db = db;
    this.#clock = clock;
    this.#statements = new StatementCache(db);
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  run(sql: string): void {
    this.#db.exec(sql);
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    await this.#rest();
    const { statement, givesRows } = this.#statements.get(sql);
    const [first] = parameters;
    // Kysely derives the row's type from the query; the driver can only hand over what came.
    if (first instanceof RowBatch) return { rows: (await this.#runEach(statement, first)) as Row[] };
    const values = parameters.map(bindable);
    if (givesRows) return { rows: statement.all(...values) as Row[] };
    const { changes } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  async #runEach(statement: StatementSync, { rows }: RowBatch): Promise<readonly WrittenRow[]> {
    const written: WrittenRow[] = [];
    for (const [n, row] of rows.entries()) {
      if (n % ROWS_A_LOOK === 0) await this.#rest();
      const { changes, lastInsertRowid } = statement.run(...row);
      if (changes === 1) written.push({ n, id: Number(lastInsertRowid) });
    }
    return written;
  }

  /** Lets others have their turn when statements have run for long enough. */
  async #rest(): Promise<void> {
    const now = this.#clock.monotonic();
    if (this.#begun === undefined) {
      this.#begun = now;
      void afterOthers().then(() => {
        this.#begun = undefined;
      });
    } else if (now - this.#begun >= AT_ONCE_MS) await afterOthers();
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

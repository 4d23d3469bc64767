// Compiles every text once and keeps the statements that were used last.
import type { DatabaseSync, StatementSync } from 'node:sqlite';

export interface CachedStatement {
  readonly statement: StatementSync;
  /** Whether it gives rows (a SELECT, or a change with RETURNING). */
  readonly givesRows: boolean;
}

export class StatementCache {
  readonly #db: DatabaseSync;
  readonly #capacity: number;
  /** In order of use, the least recent first. */
  readonly #statements = new Map<string, CachedStatement>();

  constructor(db: DatabaseSync, capacity = 200) {
    this.#db = db;
    this.#capacity = capacity;
  }

  get(sql: string): CachedStatement {
    const cached = this.#statements.get(sql) ?? this.#prepare(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, cached);
    if (this.#statements.size > this.#capacity) this.#forgetOldest();
    return cached;
  }

  get size(): number {
    return this.#statements.size;
  }

  #prepare(sql: string): CachedStatement {
    const statement = this.#db.prepare(sql);
    return { statement, givesRows: statement.columns().length > 0 };
  }

  #forgetOldest(): void {
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined) this.#statements.delete(oldest);
  }
}

// Statements that are said to the server together, and answered together: with what those gave that are heard, or with why one of them failed.
import type { Connection, Submittable } from 'pg';

/** Bytes as they are, all else as text. */
export type WireValue = Buffer | string | null;

export interface Said {
  readonly text: string;
  readonly values: readonly WireValue[];
  /** Under which the server keeps it; empty for one that it forgets when the next comes. */
  readonly name: string;
  /** Whether the server has the name already. */
  readonly isKept: boolean;
  /** A name that it may forget. */
  readonly closes: string | undefined;
  /** Whether somebody wants to know what it gives. */
  readonly isHeard: boolean;
}

export interface RunAnswer {
  /** The first word of it, in capitals. */
  readonly command: string;
  readonly rowCount: number;
  readonly rows: Record<string, unknown>[];
}

/** How a column of this type is read from its text. */
export type ParserOf = (type: number) => (text: string) => unknown;

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/**
 * All of them go to the server at once, and it answers once, behind the last, where each answer would wake us and it. It never has some of them and waits for the
 * rest: then none of its limits of time would hold for us. After one that fails it does none of those behind it. The driver calls `submit` and what begins with `handle`.
 */
export class StatementRun implements Submittable {
  /** One for each statement, in their order; rejects with what failed first. */
  readonly answers: Promise<readonly RunAnswer[]>;
  /** The driver puts its limit of time around it. */
  callback: (error: unknown) => void;
  readonly #statements: readonly Said[];
  readonly #parserOf: ParserOf;
  readonly #answered: RunAnswer[] = [];
  /** Of the statement that is answered just now; undefined where nobody wants to know. */
  #columns: readonly Column[] | undefined;
  #rows: Record<string, unknown>[] = [];
  /** A column that could not be read. */
  #fault: { readonly error: unknown } | undefined;

  constructor(statements: readonly Said[], parserOf: ParserOf) {
    [this.#statements, this.#parserOf] = [statements, parserOf];
    const { promise, resolve, reject } = Promise.withResolvers<readonly RunAnswer[]>();
    this.answers = promise;
    this.callback = (error) => {
      const failed = error ?? this.#fault?.error;
      if (failed) reject(failed);
      else resolve(this.#answered);
    };
  }

  /** Whether the server keeps any of them, or was to. */
  get hasNames(): boolean {
    return this.#statements.some(({ name }) => name !== '');
  }

  submit(connection: Connection): void {
    connection.stream.cork();
    for (const { text, values, name, isKept, closes, isHeard } of this.#statements) {
      if (closes !== undefined) connection.close({ type: 'S', name: closes }, true);
      if (!isKept) connection.parse({ name, text, types: [] }, true);
      connection.bind({ statement: name, values: [...values] }, true);
      if (isHeard) connection.describe({ type: 'P', name: '' }, true);
      connection.execute({}, true);
    }
    connection.sync();
    connection.stream.uncork();
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({ name, parse: this.#parserOf(dataTypeID) }));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.#columns === undefined) return;
    const row: Record<string, unknown> = {};
    try {
      for (const [n, { name, parse }] of this.#columns.entries()) {
        const text = fields[n] ?? null;
        row[name] = text === null ? null : parse(text);
      }
    } catch (error) {
      this.#fault ??= { error };
    }
    this.#rows.push(row);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const words = text.split(' ');
    this.#answered.push({ command: words[0] ?? '', rowCount: Number(words.at(-1)) || 0, rows: this.#rows });
    [this.#columns, this.#rows] = [undefined, []];
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' });
  }

  handleError(error: unknown): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null);
  }
}

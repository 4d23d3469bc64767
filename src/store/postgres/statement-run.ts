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

/** What hears the answers, one for each statement in their order, or what failed first. */
export interface Settle {
  resolve(answers: readonly RunAnswer[]): void;
  reject(error: unknown): void;
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
 * What was said, and what came of it, is let go as soon as it was passed on: in the driver and the collector a run can stay for long, and all that it held was copied
 * about by every small collection, which made each of them ten times as long.
 */
export class StatementRun implements Submittable {
  /** The driver puts its limit of time around it. */
  callback: (error: unknown) => void;
  /** Whether the server keeps any of them, or was to. */
  readonly hasNames: boolean;
  readonly #statements: Said[];
  readonly #parserOf: ParserOf;
  #settle: Settle | undefined;
  #answered: RunAnswer[] = [];
  /** Of the statement that is answered just now; undefined where nobody wants to know. */
  #columns: readonly Column[] | undefined;
  #rows: Record<string, unknown>[] = [];
  /** A column that could not be read. */
  #fault: { readonly error: unknown } | undefined;

  constructor(statements: readonly Said[], parserOf: ParserOf, settle: Settle) {
    [this.#statements, this.#parserOf, this.#settle] = [[...statements], parserOf, settle];
    this.hasNames = statements.some(({ name }) => name !== '');
    this.callback = (error) => this.#end(error);
  }

  submit(connection: Connection): void {
    connection.stream.cork();
    for (const { text, values, name, isKept, closes, isHeard } of this.#statements.splice(0)) {
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

  #end(error: unknown): void {
    const [settle, answered, failed] = [this.#settle, this.#answered, error ?? this.#fault?.error];
    [this.#settle, this.#answered] = [undefined, []];
    if (failed) settle?.reject(failed);
    else settle?.resolve(answered);
  }
}

// One statement that runs for many rows, one after the other: on SQLite, where nothing lies between it and us, that is the quickest way to write them.
import { CompiledQuery, type Transaction } from 'kysely';
import type { Tables } from '../tables.ts';

export type BatchValue = string | number | null;

/** In the place of a statement's values: only SQLite's connection knows what it is. Texts must be well-formed and without NUL. */
export class RowBatch {
  readonly rows: readonly (readonly BatchValue[])[];

  constructor(rows: readonly (readonly BatchValue[])[]) {
    this.rows = rows;
  }
}

/** A row of the batch that changed something. */
export interface WrittenRow {
  /** Which row of the batch. */
  readonly n: number;
  /** The id of the row that was inserted; meaningless after an update. */
  readonly id: number;
}

export async function runForEach(
  trx: Transaction<Tables>,
  text: string,
  rows: readonly (readonly BatchValue[])[],
): Promise<readonly WrittenRow[]> {
  if (rows.length === 0) return [];
  return (await trx.executeQuery<WrittenRow>(CompiledQuery.raw(text, [new RowBatch(rows)]))).rows;
}

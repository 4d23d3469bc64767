// Types of columns for which the databases have no common word.
import { type ColumnDataType, type ColumnDefinitionBuilder, type RawBuilder, sql } from 'kysely';
import type { StoreKind } from '../backend/backend.ts';

/** The one type for which the databases have no common word: a number that grows with every row and is never used twice. */
export interface GrowingId {
  readonly type: ColumnDataType;
  readonly define: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
}

export function growingId(kind: StoreKind): GrowingId {
  return kind === 'sqlite'
    ? { type: 'integer', define: (column) => column.primaryKey().autoIncrement() }
    : { type: 'bigint', define: (column) => column.primaryKey().generatedAlwaysAsIdentity() };
}

/** Bytes as they are. */
export const blobType = (kind: StoreKind): ColumnDataType | RawBuilder<unknown> =>
  kind === 'sqlite' ? 'blob' : sql`bytea`;

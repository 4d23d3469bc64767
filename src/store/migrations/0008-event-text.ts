// The words of events, by blocks of ids: in SQLite's own index of texts; on PostgreSQL for each word of a block which of its events have it.
import { type Kysely, sql } from 'kysely';
import type { StoreKind } from '../backend/backend.ts';
import { blobType } from './column-types.ts';

export async function createEventText(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  await db.schema
    .createTable('event_text_blocks')
    .addColumn('block', 'bigint', (column) => column.primaryKey())
    .addColumn('first_at', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .execute();
  // SQLite has a table for each part of the ids, made with the first block in it (`text/fts-index.ts`).
  if (kind === 'sqlite') return;
  await db.schema
    .createTable('event_words')
    .addColumn('block', 'bigint', (column) => column.notNull())
    .addColumn('word', sql`text collate "C"`, (column) => column.notNull())
    .addColumn('places', blobType(kind), (column) => column.notNull())
    .addPrimaryKeyConstraint('event_words_key', ['block', 'word'])
    .execute();
}

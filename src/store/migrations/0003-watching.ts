// What is watched: sources, the origins that they found, how far each was read, and the gaps in it.
import type { Kysely } from 'kysely';
import type { StoreKind } from '../backend/backend.ts';
import { blobType, growingId } from './column-types.ts';

export async function createWatching(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  const id = growingId(kind);
  await db.schema
    .createTable('sources')
    .addColumn('id', id.type, id.define)
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('memory', 'text')
    .execute();
  await db.schema
    .createTable('origins')
    .addColumn('id', id.type, id.define)
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('workload', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('found_at', 'bigint', (column) => column.notNull())
    .addColumn('stdout_since', 'bigint')
    .addColumn('stderr_since', 'bigint')
    .addColumn('cursor', 'text')
    .addColumn('settled', 'integer', (column) => column.notNull())
    .addColumn('gone_at', 'bigint')
    .addColumn('head', 'text')
    .addColumn('tail_from', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('tail_end', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('lines', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('bytes', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('late_lines', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('origins_source').on('origins').columns(['source', 'gone_at']).execute();
  await db.schema.createIndex('origins_gone_at').on('origins').columns(['gone_at', 'id']).execute();
  await db.schema
    .createTable('position_tails')
    .addColumn('origin_id', 'bigint', (column) => column.notNull().references('origins.id').onDelete('cascade'))
    .addColumn('begins_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .addColumn('bytes', blobType(kind), (column) => column.notNull())
    .addPrimaryKeyConstraint('position_tails_key', ['origin_id', 'begins_at'])
    .execute();
  await db.schema
    .createTable('gaps')
    .addColumn('id', id.type, id.define)
    .addColumn('origin_id', 'bigint', (column) => column.notNull().references('origins.id').onDelete('cascade'))
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('from_stamp', 'text')
    .addColumn('to_stamp', 'text')
    .addColumn('found_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('gaps_origin_id').on('gaps').columns(['origin_id', 'id']).execute();
}

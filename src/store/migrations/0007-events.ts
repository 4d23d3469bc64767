// The event log; what its events have in common, by which pages are found; and how many there were in each minute.
import type { Kysely } from 'kysely';
import type { StoreKind } from '../backend/backend.ts';
import { growingId } from './column-types.ts';

export async function createEvents(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  const id = growingId(kind);
  await db.schema
    .createTable('event_classes')
    .addColumn('id', id.type, id.define)
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addUniqueConstraint('event_classes_key', ['source', 'severity'])
    .execute();
  await db.schema
    .createTable('event_series')
    .addColumn('id', id.type, id.define)
    .addColumn('class_id', 'bigint', (column) => column.notNull())
    .addColumn('workload_id', 'text', (column) => column.notNull())
    .addColumn('rule_id', 'text', (column) => column.notNull())
    .addUniqueConstraint('event_series_key', ['workload_id', 'rule_id', 'class_id'])
    .execute();
  await db.schema
    .createTable('event_log')
    .addColumn('id', id.type, id.define)
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('metadata', 'text', (column) => column.notNull())
    .addColumn('workload_id', 'text')
    .addColumn('rule_id', 'text')
    .addColumn('class_id', 'bigint', (column) => column.notNull())
    .addColumn('series_id', 'bigint', (column) => column.notNull())
    .addColumn('held_back', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('last_seen', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  for (const by of [[], ['class_id'], ['series_id'], ['rule_id']])
    await db.schema
      .createIndex(['event_log', ...by, 'created_at'].join('_'))
      .on('event_log')
      .columns([...by, 'created_at', 'id'])
      .execute();
  await db.schema
    .createTable('event_minutes')
    .addColumn('minute', 'bigint', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('events', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('event_minutes_key', ['minute', 'severity'])
    .execute();
}

// Which events go where, and how each of them got there.
import { type Kysely, sql } from 'kysely';
import type { StoreKind } from '../backend/backend.ts';
import { growingId } from './column-types.ts';

export async function createDeliveries(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  const id = growingId(kind);
  await db.schema
    .createTable('event_triggers')
    .addColumn('id', id.type, id.define)
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('filter', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('config', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('trigger_standings')
    .addColumn('trigger_id', 'text', (column) => column.primaryKey())
    .addColumn('failing_since', 'bigint')
    .addColumn('suspended_at', 'bigint')
    .addColumn('suspension', 'text')
    .execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('id', id.type, id.define)
    .addColumn('event_id', 'bigint', (column) => column.notNull())
    .addColumn('trigger_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull().defaultTo('pending'))
    .addColumn('pending_since', 'bigint', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('leased_until', 'bigint')
    .addColumn('claim', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('attempt', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('attempts', 'text', (column) => column.notNull().defaultTo('[]'))
    .addColumn('death', 'text')
    .addColumn('ended_at', 'bigint')
    .addUniqueConstraint('deliveries_of_event', ['event_id', 'trigger_id'])
    .execute();
  // What waits is little, and is all that the dispatcher looks at; so is what is dead.
  await sql`create index deliveries_pending on deliveries (trigger_id, due_at, id) where state = 'pending'`.execute(db);
  await sql`create index deliveries_dead on deliveries (id) where state = 'dead'`.execute(db);
  await db.schema.createIndex('deliveries_of_trigger').on('deliveries').columns(['trigger_id', 'id']).execute();
}

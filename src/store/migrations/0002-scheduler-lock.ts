// The lock by which one of several instances runs the background tasks. Its row is there from the start, so that taking it is always an update of one row.
import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

export async function createSchedulerLock(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('scheduler_lock')
    .addColumn('id', 'integer', (column) => column.notNull().primaryKey())
    .addColumn('name', 'text')
    .addColumn('pid', 'bigint', (column) => column.notNull())
    .addColumn('hostname', 'text', (column) => column.notNull())
    .addColumn('heartbeat_at', 'double precision', (column) => column.notNull())
    .addColumn('heartbeat_timeout', 'double precision', (column) => column.notNull())
    .addColumn('fencing', 'bigint', (column) => column.notNull())
    .execute();
  await (db as Kysely<Pick<Tables, 'scheduler_lock'>>) // The table is the one that was made in the statement above.
    .insertInto('scheduler_lock')
    .values({ id: 1, name: null, pid: 0, hostname: '', heartbeat_at: 0, heartbeat_timeout: 0, fencing: 0 })
    .execute();
}

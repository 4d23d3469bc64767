// For how long deliveries of a trigger have been tried in vain: since when they fail says too much where nothing was tried.
import type { Kysely } from 'kysely';

export async function createFailingTime(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('trigger_standings').addColumn('failed_at', 'bigint').execute();
  await db.schema
    .alterTable('trigger_standings')
    .addColumn('failing_ms', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
}

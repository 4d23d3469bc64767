// The lock of each source, by which of several instances one reads it.
import type { Kysely } from 'kysely';
import { LeaseTable } from '../background/lease-table.ts';
import { lockOf } from '../background/scheduler-lock.ts';
import type { Database } from '../door/database.ts';
import type { Tables } from '../tables.ts';

/** The lease of a source, which becomes known by this. */
export async function sourceLease(database: Database, key: string): Promise<LeaseTable> {
  const id = await database.write((trx) => register(trx, key));
  return new LeaseTable(database, lockOf(id));
}

async function register(db: Kysely<Tables>, key: string): Promise<number> {
  await db
    .insertInto('sources')
    .values({ key, memory: null })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const { id } = await db
    .selectFrom('sources')
    .select('sources.id')
    .where('sources.key', '=', key)
    .executeTakeFirstOrThrow();
  const free = { name: null, pid: 0, hostname: '', heartbeat_at: 0, heartbeat_timeout: 0, fencing: 0 };
  await db
    .insertInto('scheduler_lock')
    .values({ id: lockOf(id), ...free })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return id;
}

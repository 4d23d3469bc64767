// For how long a delivery is put off, so that no clock that was wrong makes it wait for longer.
import { type Kysely, sql } from 'kysely';

/** The longest that any could be put off: what waits already may have been. */
const LONGEST_WAIT_MS = 12 * 3_600_000;

export async function createWaits(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('deliveries')
    .addColumn('wait_ms', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update deliveries set wait_ms = ${sql.lit(LONGEST_WAIT_MS)} where state = 'pending' and attempt > 0`.execute(
    db,
  );
}

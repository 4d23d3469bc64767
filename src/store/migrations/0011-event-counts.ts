// How many events have their ids in each block of 4,096: whoever deletes by number cannot tell from the ids, of which some belong to no event.
import { type Kysely, sql } from 'kysely';

export async function createEventCounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('event_counts')
    .addColumn('block', 'bigint', (column) => column.primaryKey())
    .addColumn('events', 'bigint', (column) => column.notNull())
    .execute();
  await sql`insert into event_counts (block, events) select id / 4096, count(*) from event_log group by id / 4096`.execute(
    db,
  );
}

// How many events of each severity each workload had in each hour; of those that are there already, in the last days of the log.
import { type Kysely, sql } from 'kysely';

const HOUR_MS = 3_600_000;

export async function createEventHours(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('event_hours')
    .addColumn('workload_id', 'text', (column) => column.notNull())
    .addColumn('hour', 'bigint', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('events', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('event_hours_key', ['workload_id', 'hour', 'severity'])
    .execute();
  await db.schema.createIndex('event_hours_hour').on('event_hours').column('hour').execute();
  const hour = sql`event_log.created_at / ${sql.lit(HOUR_MS)}`;
  await sql`insert into event_hours (workload_id, hour, severity, events)
    select event_log.workload_id, ${hour}, event_log.severity, count(*) from event_log
    where event_log.workload_id is not null
      and event_log.created_at >= (select max(newest.created_at) from event_log as newest) - ${sql.lit(48 * HOUR_MS)}
    group by event_log.workload_id, ${hour}, event_log.severity`.execute(db);
}

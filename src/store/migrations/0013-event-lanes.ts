// The events of a rule, and those of a workload, class by class: one index each instead of a lane for every pair of them.
import { type Kysely, sql } from 'kysely';

export async function createEventLanes(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('event_log_rule_id_created_at').execute();
  for (const by of ['rule_id', 'workload_id']) {
    await sql`create index ${sql.ref(`event_log_${by}_class_id_created_at`)}
      on event_log (${sql.ref(by)}, class_id, created_at, id) where ${sql.ref(by)} is not null`.execute(db);
    await db.schema.createIndex(`event_series_${by}_class_id`).on('event_series').columns([by, 'class_id']).execute();
  }
}

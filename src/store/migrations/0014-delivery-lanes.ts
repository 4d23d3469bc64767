// Deliveries of a state, and those of a trigger state by state, each in the order of their ids: however few they are among the others.
import { type Kysely, sql } from 'kysely';
import { DELIVERY_STATES } from '../../core/deliveries/delivery.ts';

export async function createDeliveryLanes(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('deliveries_dead').execute();
  await db.schema.dropIndex('deliveries_of_trigger').execute();
  // An index of all states would be taken for what is due as well, and everything that waits be sorted for it.
  for (const state of DELIVERY_STATES)
    await sql`create index ${sql.ref(`deliveries_${state}_id`)} on deliveries (id) where state = ${sql.lit(state)}`.execute(
      db,
    );
  await db.schema
    .createIndex('deliveries_of_trigger')
    .on('deliveries')
    .columns(['trigger_id', 'state', 'id'])
    .execute();
}

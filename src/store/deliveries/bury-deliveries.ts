// Ends what waits for a trigger that sends no more, with the reason.
import { sql, type Transaction } from 'kysely';
import type { Death } from '../../core/deliveries/delivery.ts';
import type { Tables } from '../tables.ts';

/** Gives how many. What is on its way just now may still be marked as delivered. */
export async function buryDeliveries(
  trx: Transaction<Tables>,
  { triggerId, death, at }: { readonly triggerId: string; readonly death: Death; readonly at: number },
): Promise<number> {
  const result = await trx
    .updateTable('deliveries')
    .set({ state: 'dead', death, ended_at: at, leased_until: null })
    .where('deliveries.trigger_id', '=', triggerId)
    .where('deliveries.state', '=', sql.lit('pending'))
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

// Ends what waits for nobody any more, with the reason: in small steps, because a whole backlog would keep everybody else from writing.
import { sql, type Transaction } from 'kysely';
import type { Burial, Buried } from '../../core/deliveries/delivery-work.ts';
import type { StoreKind } from '../backend/backend.ts';
import type { Tables } from '../tables.ts';

/** What one statement ends: some milliseconds on SQLite. */
const BURIED_AT_ONCE = 500;

/** Is told of what a change of a trigger, or the deletion of events, has ended, once that is durable. It must neither throw nor wait. */
export type BurialListener = (buried: Buried) => void;

/** Looks at those that were due first, some hundreds, and gives how many of them have ended. What is on its way just now may still be marked as delivered. */
export async function buryDeliveries(
  trx: Transaction<Tables>,
  kind: StoreKind,
  { triggerId, death, at, pendingBefore = Number.MAX_SAFE_INTEGER }: Burial,
): Promise<number> {
  // What another instance claims or marks at this moment is left for the next step, instead of waiting for each other.
  const unlocked = kind === 'postgres' ? sql`for update skip locked` : sql``;
  const { numAffectedRows = 0n } = await sql`with first_due as (
      select deliveries.id, deliveries.pending_since from deliveries
      where deliveries.trigger_id = ${triggerId} and deliveries.state = 'pending'
      order by deliveries.due_at, deliveries.id limit ${sql.lit(BURIED_AT_ONCE)} ${unlocked})
    update deliveries set state = 'dead', death = ${death}, ended_at = ${at}, leased_until = null
    from first_due where deliveries.id = first_due.id and first_due.pending_since < ${pendingBefore}`.execute(trx);
  return Number(numAffectedRows);
}

/** All that waits through a trigger, in this transaction; gives how many. */
export async function buryAllDeliveries(trx: Transaction<Tables>, kind: StoreKind, burial: Burial): Promise<number> {
  for (let sum = 0; ; ) {
    const count = await buryDeliveries(trx, kind, burial);
    sum += count;
    if (count < BURIED_AT_ONCE) return sum;
  }
}

// What became of deliveries: many in one transaction.
import { sql, type Transaction } from 'kysely';
import type { DeliveryMark } from '../../core/deliveries/delivery-work.ts';
import type { StoreKind } from '../backend/backend.ts';
import { givenRows } from '../backend/given-rows.ts';
import { OFTEN } from '../backend/often.ts';
import type { Tables } from '../tables.ts';

const GIVEN = {
  name: 'given',
  columns: {
    id: 'bigint',
    claim: 'bigint',
    state: 'text',
    due_at: 'bigint',
    wait_ms: 'bigint',
    attempt: 'bigint',
    attempts: 'text',
    death: 'text',
    ended_at: 'bigint',
  },
} as const;

/**
 * Gives the ids of those that were marked. One that was buried while it was on its way is marked only where it arrived. A row with a lower number is one whose
 * claim a crash of the PostgreSQL server has forgotten, and which nobody has claimed since: the mark is about it.
 */
export async function markDeliveries(
  trx: Transaction<Tables>,
  kind: StoreKind,
  marks: readonly DeliveryMark[],
): Promise<ReadonlySet<string>> {
  if (marks.length === 0) return new Set();
  const rows = marks.map((mark) => ({
    ...{ id: Number(mark.id), claim: mark.claim, state: mark.state, due_at: mark.dueAt, attempt: mark.attemptCount },
    wait_ms: mark.waitMs,
    ...{ attempts: JSON.stringify(mark.attempts), death: mark.death, ended_at: mark.endedAt },
  }));
  const marked = await sql<{
    readonly id: number;
  }>`${OFTEN} update deliveries set state = given.state, due_at = given.due_at, wait_ms = given.wait_ms,
      attempt = given.attempt, attempts = given.attempts, death = given.death, ended_at = given.ended_at, leased_until = null
    from ${givenRows(kind, GIVEN, rows)}
    where deliveries.id = given.id and deliveries.claim <= given.claim
      and (deliveries.state = 'pending' or (deliveries.state = 'dead' and given.state = 'delivered'))
    returning deliveries.id`.execute(trx);
  return new Set(marked.rows.map(({ id }) => String(id)));
}

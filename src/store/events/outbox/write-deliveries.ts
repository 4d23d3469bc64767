// The outbox: which new events go through which triggers, written in the transaction that stores the events.
import { sql, type Transaction } from 'kysely';
import type { NewEvent } from '../../../core/events/new-event.ts';
import type { StoredEvent } from '../../../core/events/stored-event.ts';
import type { StoreKind } from '../../backend/backend.ts';
import { givenRows } from '../../backend/given-rows.ts';
import { OFTEN } from '../../backend/often.ts';
import { UNHEARD } from '../../backend/unheard.ts';
import type { Tables } from '../../tables.ts';

const ROWS_A_STATEMENT = 1_000;

const GIVEN = {
  name: 'given',
  columns: { event_id: 'bigint', trigger_id: 'text', at: 'bigint' },
} as const;

/** Which triggers an event goes through. It must not wait; what it throws refuses the events. */
export type DeliveryPlan = (event: NewEvent) => readonly string[];

/** Is told of deliveries once they are durable, by the triggers through which they go. It must neither throw nor wait. */
export type DeliveryListener = (triggerIds: ReadonlySet<string>) => void;

/** Of events that this transaction has stored, by what was planned for them. Gives the triggers that are concerned. */
export async function writeDeliveries(
  trx: Transaction<Tables>,
  kind: StoreKind,
  planned: readonly (readonly [event: StoredEvent, triggerIds: readonly string[]])[],
): Promise<ReadonlySet<string>> {
  const deliveries = planned.flatMap(([{ id, createdAt }, triggerIds]) =>
    triggerIds.map((triggerId) => ({ event_id: Number(id), trigger_id: triggerId, at: createdAt })),
  );
  for (let at = 0; at < deliveries.length; at += ROWS_A_STATEMENT) {
    const rows = deliveries.slice(at, at + ROWS_A_STATEMENT);
    await sql`${OFTEN} insert into deliveries (event_id, trigger_id, pending_since, due_at)
      select given.event_id, given.trigger_id, given.at, given.at from ${givenRows(kind, GIVEN, rows)}
      order by given.n ${UNHEARD}`.execute(trx);
  }
  return new Set(deliveries.map(({ trigger_id }) => trigger_id));
}

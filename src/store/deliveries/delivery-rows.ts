// A delivery as its row holds it.
import type { Selectable } from 'kysely';
import type { Death, Delivery, DeliveryAttempt } from '../../core/deliveries/delivery.ts';
import type { DeliveriesTable } from '../tables/delivery-tables.ts';

export type DeliveryRow = Selectable<DeliveriesTable>;

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: String(row.id),
    eventId: String(row.event_id),
    triggerId: row.trigger_id,
    state: row.state,
    dueAt: row.state === 'pending' ? row.due_at : null,
    // Written by `markDeliveries` and `buryDeliveries` alone.
    death: row.death as Death | null,
    attempts: toAttempts(row.attempts),
    attemptCount: row.attempt,
    pendingSince: row.pending_since,
    endedAt: row.ended_at,
  };
}

export const toAttempts = (json: string): readonly DeliveryAttempt[] => JSON.parse(json);

// How deliveries look in the API.
import { z } from 'zod';
import { DEATHS, DELIVERY_STATES, type Delivery } from '../../../core/deliveries/delivery.ts';
import { DELIVERY_REASONS } from '../../../core/deliveries/delivery-verdict.ts';
import { id, iso, isoOrNull, time } from '../shapes.ts';
import { triggerId } from './trigger-shapes.ts';

export const deliveryState = z.enum(DELIVERY_STATES).meta({ id: 'DeliveryState' });

export const deliveryReason = z.enum(DELIVERY_REASONS).meta({ id: 'DeliveryReason' });

const attemptShape = z
  .object({
    at: time,
    outcome: z.enum(['delivered', 'retry', 'rejected']),
    status: z.number().nullable().meta({ description: 'Of the answer; null where there was none.' }),
    reason: deliveryReason,
    message: z.string(),
    duration_ms: z.number(),
  })
  .meta({ id: 'DeliveryAttempt' });

export const deliveryShape = z
  .object({
    id,
    event_id: id,
    trigger_id: triggerId,
    trigger_name: z.string().nullable().meta({ description: 'Null where there is no such trigger any more.' }),
    state: deliveryState,
    reason: z
      .enum([...DEATHS, ...DELIVERY_REASONS])
      .nullable()
      .meta({
        description: 'Why it is dead: `exhausted` after all attempts, `expired`, its trigger, or its last attempt.',
      }),
    due_at: time.nullable().meta({ description: 'When it is tried next, at the earliest; null when it is over.' }),
    attempt_count: z.number().meta({ description: 'Since it is pending, or was replayed.' }),
    attempts: z.array(attemptShape).meta({ description: 'The last twenty, in order.' }),
    pending_since: time,
    ended_at: time.nullable(),
  })
  .meta({ id: 'Delivery' });

export function shownDelivery(delivery: Delivery, triggerName: string | undefined): z.input<typeof deliveryShape> {
  const { eventId, state, attemptCount } = delivery;
  return {
    ...{ id: delivery.id, event_id: eventId, trigger_id: delivery.triggerId, trigger_name: triggerName ?? null },
    ...{ state, reason: delivery.death, due_at: isoOrNull(delivery.dueAt), attempt_count: attemptCount },
    attempts: delivery.attempts.map(({ at, outcome, status, reason, words, durationMs }) => ({
      ...{ at: iso(at), outcome, status, reason, message: words, duration_ms: durationMs },
    })),
    pending_since: iso(delivery.pendingSince),
    ended_at: isoOrNull(delivery.endedAt),
  };
}

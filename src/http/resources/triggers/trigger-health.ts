// How every trigger is doing, in one answer.
import { z } from 'zod';
import { RECENT_DELIVERIES } from '../../../core/deliveries/delivery.ts';
import { defineRoute, type Route } from '../../route.ts';
import { iso, isoOrNull, time } from '../shapes.ts';
import type { TriggerResources } from './trigger-resources.ts';
import { triggerId } from './trigger-shapes.ts';

export const triggerHealthShape = z
  .object({
    trigger_id: triggerId,
    last_delivered_at: time.nullable().meta({ description: 'Null where nothing that is kept arrived.' }),
    recent: z
      .object({
        delivered: z.number(),
        failed: z.number().meta({ description: 'Given up, or tried in vain and to be tried again.' }),
        waiting: z.number().meta({ description: 'Not tried yet.' }),
      })
      .meta({
        description: `Of the newest ${RECENT_DELIVERIES} deliveries, but for those that ended with their trigger.`,
      }),
    left_alone_until: time.nullable().meta({
      description:
        'Until then the process that answers sends nothing to its destination: it failed five times in a row, or asked for it. Each process keeps to that for itself.',
    }),
  })
  .meta({ id: 'TriggerHealth' });

export const triggerHealthList = z.object({ items: z.array(triggerHealthShape) });

export function triggerHealthRoutes({ book, deliveries, leftAloneUntil }: TriggerResources): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/event-triggers/health',
      access: 'read',
      tag: 'Triggers',
      summary:
        'How every trigger is doing: its last delivery, how many of the newest failed, and whether it is left alone',
      replies: { 200: triggerHealthList },
      async handle() {
        const ids = (book.current?.triggers ?? []).map(({ id }) => id);
        const recent = await deliveries.recentOf(ids);
        const items = recent.map(({ triggerId: id, lastDeliveredAt, delivered, failed, waiting }) => {
          const until = leftAloneUntil(id);
          return {
            trigger_id: id,
            last_delivered_at: isoOrNull(lastDeliveredAt),
            recent: { delivered, failed, waiting },
            left_alone_until: until === undefined ? null : iso(until),
          };
        });
        return { status: 200, body: { items } };
      },
    }),
  ];
}

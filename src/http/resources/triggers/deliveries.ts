// What became of each event on its way through each trigger, and what is tried again.
import { z } from 'zod';
import { byPrincipal } from '../../../access/principal.ts';
import { noteBy } from '../../../core/audit/author.ts';
import { TocsinError } from '../../../core/errors.ts';
import { defineRoute, type Route } from '../../route.ts';
import { DEFAULT_PAGE, id, idInPath, pageOf, pageQuery } from '../shapes.ts';
import { deliveryShape, deliveryState, shownDelivery } from './delivery-shapes.ts';
import type { TriggerResources } from './trigger-resources.ts';
import { triggerId } from './trigger-shapes.ts';

const listQuery = pageQuery.extend({
  state: deliveryState.optional(),
  trigger_id: triggerId.optional(),
  event_id: id.optional(),
});

const whichDead = z.strictObject({
  trigger_id: triggerId.optional().meta({ description: 'Only those of this trigger.' }),
});

export const retriedShape = z
  .object({
    retried: z.number(),
    more: z.boolean().meta({ description: 'There are more dead ones than one call takes: call again.' }),
  })
  .meta({ id: 'Retried' });

export function deliveryRoutes(resources: TriggerResources): Route[] {
  return [...readingRoutes(resources), ...retryingRoutes(resources)];
}

function readingRoutes({ deliveries, book }: TriggerResources): Route[] {
  const nameOf = (of: string): string | undefined => book.current?.find(of)?.name;
  return [
    defineRoute({
      method: 'GET',
      path: '/api/deliveries',
      access: 'read',
      tag: 'Deliveries',
      summary: 'Deliveries, newest first',
      query: listQuery,
      replies: { 200: pageOf(deliveryShape) },
      async handle({ query: { limit = DEFAULT_PAGE, cursor, state, trigger_id, event_id } }) {
        const filter = { state, triggerId: trigger_id, eventId: event_id };
        const page = await deliveries.listDeliveries(filter, { limit, cursor });
        const items = page.items.map((one) => shownDelivery(one, nameOf(one.triggerId)));
        return { status: 200, body: { items, next_cursor: page.nextCursor } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/deliveries/{id}',
      access: 'read',
      tag: 'Deliveries',
      summary: 'One delivery',
      params: idInPath,
      replies: { 200: deliveryShape },
      async handle({ params }) {
        const found = await deliveries.findDelivery(params.id);
        if (!found) throw new TocsinError('not_found', `There is no delivery with the id ${params.id}.`);
        return { status: 200, body: shownDelivery(found, nameOf(found.triggerId)) };
      },
    }),
  ];
}

function retryingRoutes({ deliveries, book, now, wake }: TriggerResources): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/deliveries/{id}/retry',
      access: 'admin',
      tag: 'Deliveries',
      summary: 'Try a delivery now: a dead one begins anew, one that waits does so no longer',
      params: idInPath,
      replies: { 200: deliveryShape },
      async handle({ params, principal, origin }) {
        const found = await deliveries.findDelivery(params.id);
        if (!found) throw new TocsinError('not_found', `There is no delivery with the id ${params.id}.`);
        const trigger = book.current?.find(found.triggerId);
        if (book.current?.isOpen(found.triggerId) !== true)
          throw new TocsinError('refused', 'Its trigger is deleted, disabled or suspended: nothing goes through it.');
        const by = byPrincipal(principal, origin);
        const note = noteBy(by, { at: now(), action: 'deliveries_retried', subject: trigger?.name ?? '' });
        const retried = await deliveries.retry(found.id, note.at, note);
        wake(new Set([found.triggerId]));
        return { status: 200, body: shownDelivery(retried, trigger?.name) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/deliveries/retry-dead',
      access: 'admin',
      tag: 'Deliveries',
      summary: 'Begin all dead deliveries anew whose triggers are in use, ten thousand at most, the newest first',
      body: whichDead,
      replies: { 200: retriedShape },
      async handle({ body, principal, origin }) {
        const snapshot = book.current;
        const open = (snapshot?.triggers ?? []).filter(({ id: of }) => snapshot?.isOpen(of));
        const chosen = open.filter(({ id: of }) => body.trigger_id === undefined || of === body.trigger_id);
        const subject = body.trigger_id === undefined ? 'all triggers' : (chosen[0]?.name ?? body.trigger_id);
        const note = noteBy(byPrincipal(principal, origin), { at: now(), action: 'deliveries_retried', subject });
        const ids = chosen.map(({ id: of }) => of);
        const { retried, isAll } = await deliveries.retryDead(ids, note.at, note);
        wake(new Set(ids));
        return { status: 200, body: { retried, more: !isAll } };
      },
    }),
  ];
}

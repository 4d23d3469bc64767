// The event log: pages of it, one event, and how many there were.
import { z } from 'zod';
import { TocsinError } from '../../../core/errors.ts';
import type { EventPage } from '../../../core/events/event-query.ts';
import type { EventReader } from '../../../events/event-reader.ts';
import { defineRoute, type Route } from '../../route.ts';
import { DEFAULT_PAGE, idInPath, iso, pageOf, pageQuery, severityCounts, time } from '../shapes.ts';
import { deliveryShape, shownDelivery } from '../triggers/delivery-shapes.ts';
import type { TriggerResources } from '../triggers/trigger-resources.ts';
import { wholeNumber } from '../whole-number.ts';
import { eventShape, filterOf, filterQuery, moment, toEventView } from './event-shapes.ts';

export const eventWithDeliveries = eventShape
  .extend({ deliveries: z.array(deliveryShape) })
  .meta({ id: 'EventDetail' });

const MINUTE_MS = 60_000;
const MOST_STEPS = 1_500;

export const eventPage = pageOf(eventShape)
  .extend({
    partial: z.boolean().optional().meta({
      description: 'Time was up before the page was full. The next one goes on, also where this one is empty.',
    }),
    searched_to: time.optional().meta({ description: 'How far back a partial page came.' }),
  })
  .meta({ id: 'EventPage' });

const countsQuery = filterQuery.extend({
  from: moment.meta({ description: 'The minute in which it lies is the first.' }),
  to: moment.meta({ description: 'The last minute is the one before this time.' }),
  cursor: pageQuery.shape.cursor,
  step_minutes: wholeNumber(1, 10_080).meta({
    description: 'So many minutes are counted together, 1 to 10,080; 1 unless said.',
  }),
});

export const countsShape = z
  .object({
    step_minutes: z.number(),
    items: z.array(severityCounts.extend({ at: time })),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'Time was up before all were counted: it gives those that are older, to be added.' }),
    counted_to: time.optional().meta({ description: 'How far back they were counted where time was up.' }),
  })
  .meta({ id: 'EventCounts' });

const searchedTo = ({ searchedTo: at }: EventPage) => (at === undefined ? {} : { searched_to: iso(at) });

/** What is known of the ways of an event. */
export type EventDeliveries = Pick<TriggerResources, 'deliveries' | 'book'>;

export function eventRoutes(reader: EventReader, { deliveries, book }: EventDeliveries): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/events',
      access: 'read',
      tag: 'Events',
      summary:
        'The event log, newest first; with "q" a page may end early, which "partial" says: go on with "next_cursor"',
      query: filterQuery.extend(pageQuery.shape),
      replies: { 200: eventPage },
      async handle({ query: { limit = DEFAULT_PAGE, cursor, ...query } }) {
        const page = await reader.listEvents(filterOf(query), { limit, cursor });
        const body = { items: page.items.map(toEventView), next_cursor: page.nextCursor };
        return { status: 200, body: page.isPartial ? { ...body, partial: true, ...searchedTo(page) } : body };
      },
    }),
    countsRoute(reader),
    defineRoute({
      method: 'GET',
      path: '/api/events/{id}',
      access: 'read',
      tag: 'Events',
      summary: 'One event, with its deliveries',
      params: idInPath,
      replies: { 200: eventWithDeliveries },
      async handle({ params }) {
        const event = await reader.findEvent(params.id);
        if (event === undefined) throw new TocsinError('not_found', `There is no event with the id ${params.id}.`);
        const own = await deliveries.deliveriesOf(params.id);
        const shown = own.map((one) => shownDelivery(one, book.current?.find(one.triggerId)?.name));
        return { status: 200, body: { ...toEventView(event), deliveries: shown } };
      },
    }),
  ];
}

function countsRoute(reader: EventReader): Route {
  return defineRoute({
    method: 'GET',
    path: '/api/events/counts',
    access: 'read',
    tag: 'Events',
    summary:
      'How many events were stored in each minute, or more minutes together, by severity; steps without any are left out. Another filter than "severity" may take long, which "next_cursor" says: add what it gives',
    query: countsQuery,
    replies: { 200: countsShape },
    async handle({ query: { step_minutes: step = 1, cursor, ...query } }) {
      const filter = filterOf(query);
      const { from, to } = query;
      if ((to - from) / (step * MINUTE_MS) > MOST_STEPS)
        throw new TocsinError('refused', `These are more than ${MOST_STEPS} steps; take longer ones.`, {
          details: [{ path: 'step_minutes', message: 'too small for this span' }],
        });
      const { steps, nextCursor, countedTo } = await reader.countEvents({ filter, span: { from, to, step }, cursor });
      const items = steps.map(({ at, counts }) => ({ at: iso(at), ...counts }));
      const body = { step_minutes: step, items, next_cursor: nextCursor };
      return { status: 200, body: countedTo === undefined ? body : { ...body, counted_to: iso(countedTo) } };
    },
  });
}

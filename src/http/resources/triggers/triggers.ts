// Which events go where: the triggers that people make, and those of the configuration file.
import { z } from 'zod';
import { byPrincipal } from '../../../access/principal.ts';
import { defineRoute, type Route } from '../../route.ts';
import { DEFAULT_PAGE, pageOf, pageQuery } from '../shapes.ts';
import type { TriggerResources } from './trigger-resources.ts';
import { newTrigger, shownTrigger, triggerId, triggerPatch, triggerShape } from './trigger-shapes.ts';

export const triggerInPath = z.strictObject({ id: triggerId });

export function triggerRoutes(resources: TriggerResources): Route[] {
  return [...readingRoutes(resources), ...changingRoutes(resources)];
}

function readingRoutes(resources: TriggerResources): Route[] {
  const { triggers } = resources;
  return [
    defineRoute({
      method: 'GET',
      path: '/api/event-triggers',
      access: 'read',
      tag: 'Triggers',
      summary: 'All triggers: those of the API, newest first, then on the last page those of the configuration file',
      query: pageQuery,
      replies: { 200: pageOf(triggerShape) },
      async handle({ query }) {
        const page = await triggers.list({ limit: query.limit ?? DEFAULT_PAGE, cursor: query.cursor });
        const items = page.items.map((trigger) => shownTrigger(trigger, resources));
        return { status: 200, body: { items, next_cursor: page.nextCursor } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/event-triggers/{id}',
      access: 'read',
      tag: 'Triggers',
      summary: 'One trigger',
      params: triggerInPath,
      replies: { 200: triggerShape },
      async handle({ params }) {
        return { status: 200, body: shownTrigger(await triggers.get(params.id), resources) };
      },
    }),
  ];
}

function changingRoutes(resources: TriggerResources): Route[] {
  const { triggers } = resources;
  return [
    defineRoute({
      method: 'POST',
      path: '/api/event-triggers',
      access: 'admin',
      tag: 'Triggers',
      summary: 'Add a trigger',
      body: newTrigger,
      replies: { 201: triggerShape },
      async handle({ body, principal, origin }) {
        const made = await triggers.create(body, byPrincipal(principal, origin));
        return { status: 201, body: shownTrigger(made, resources) };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/event-triggers/{id}',
      access: 'admin',
      tag: 'Triggers',
      summary: 'Change a trigger: what is absent stays, null clears, within the filter and the configuration as well',
      params: triggerInPath,
      body: triggerPatch,
      replies: { 200: triggerShape },
      async handle({ params, body, principal, origin }) {
        const changed = await triggers.change(params.id, body, byPrincipal(principal, origin));
        return { status: 200, body: shownTrigger(changed, resources) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/event-triggers/{id}',
      access: 'admin',
      tag: 'Triggers',
      summary: 'Delete a trigger; what waits for it is dead',
      params: triggerInPath,
      replies: { 204: 'empty' },
      async handle({ params, principal, origin }) {
        await triggers.delete(params.id, byPrincipal(principal, origin));
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/event-triggers/{id}/resume',
      access: 'admin',
      tag: 'Triggers',
      summary: 'Use a trigger again that was suspended',
      params: triggerInPath,
      replies: { 200: triggerShape },
      async handle({ params, principal, origin }) {
        const resumed = await triggers.resume(params.id, byPrincipal(principal, origin));
        return { status: 200, body: shownTrigger(resumed, resources) };
      },
    }),
  ];
}

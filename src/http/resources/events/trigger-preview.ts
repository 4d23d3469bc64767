// Which of the last hours' events a trigger would have taken, before it is saved.
import { z } from 'zod';
import type { EventReader } from '../../../events/event-reader.ts';
import { filterOf } from '../../../triggers/changes/define-trigger.ts';
import { previewFilter } from '../../../triggers/plan/filter-preview.ts';
import { defineRoute, type Route } from '../../route.ts';
import { pastHours } from '../past-hours.ts';
import { iso, severityCounts, time } from '../shapes.ts';
import type { TriggerResources } from '../triggers/trigger-resources.ts';
import { triggerFilter } from '../triggers/trigger-shapes.ts';
import { eventShape, toEventView } from './event-shapes.ts';

const HOUR_MS = 3_600_000;

export const previewQuestion = z
  .strictObject({
    filter: triggerFilter.nullish().meta({ description: 'All parts must hold; one that is empty passes all.' }),
    hours: pastHours,
  })
  .meta({ id: 'PreviewQuestion' });

export const previewShape = z
  .object({
    from: time,
    to: time,
    events: z.number().meta({ description: 'How many were looked at.' }),
    taken: z.number().meta({ description: 'How many of them would have gone through it.' }),
    by_severity: severityCounts,
    latest: z.array(eventShape).meta({ description: 'The newest of those that it would have taken.' }),
    complete: z.boolean().meta({ description: 'False: there are more than are looked at, and these are the newest.' }),
  })
  .meta({ id: 'TriggerPreview' });

export interface TriggerPreviewDeps {
  readonly events: { readonly reader: Pick<EventReader, 'listEvents'> };
  readonly triggerResources: Pick<TriggerResources, 'now'>;
}

export function triggerPreviewRoutes({ events, triggerResources }: TriggerPreviewDeps): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/event-triggers/preview',
      access: 'read',
      tag: 'Triggers',
      summary: 'How many of the last hours’ events a filter would have taken. Nothing is sent, and nothing remembered',
      body: previewQuestion,
      replies: { 200: previewShape },
      async handle({ body: { filter, hours }, over }) {
        const to = triggerResources.now();
        const span = { from: to - hours * HOUR_MS, to };
        const { reader } = events;
        const found = await previewFilter(reader, { filter: filterOf(filter ?? {}), span, signal: over });
        const { taken, bySeverity, latest, isComplete } = found;
        return {
          status: 200,
          body: {
            ...{ from: iso(span.from), to: iso(to), events: found.events, taken, complete: isComplete },
            ...{ by_severity: bySeverity, latest: latest.map(toEventView) },
          },
        };
      },
    }),
  ];
}

// The event log as a file.
import { z } from 'zod';
import { TocsinError } from '../../../core/errors.ts';
import type { EventReader } from '../../../events/event-reader.ts';
import { EVENT_LINES, EXPORT_FORMATS } from '../../../events/export/event-lines.ts';
import { exportEvents } from '../../../events/export/export-events.ts';
import { defineRoute, type Route } from '../../route.ts';
import { id } from '../shapes.ts';
import { wholeNumber } from '../whole-number.ts';
import { filterOf, filterQuery } from './event-shapes.ts';

const DEFAULT_ROWS = 50_000;
const MOST_ROWS = 1_000_000;

const exportQuery = filterQuery.extend({
  format: z.enum(EXPORT_FORMATS).optional().meta({ description: '"ndjson" unless said.' }),
  max_rows: wholeNumber(1, MOST_ROWS).meta({
    description: `How many events at most, 1 to ${MOST_ROWS}; ${DEFAULT_ROWS} unless said.`,
  }),
  after_id: id
    .optional()
    .meta({ description: 'Goes on behind this event, as the last line of a file that was cut says.' }),
});

export function exportRoutes(reader: EventReader): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/events/export',
      access: 'read',
      tag: 'Events',
      summary:
        'The events that fit, as a file, newest first; when there are more than "max_rows", its last line says so',
      query: exportQuery,
      replies: { 200: 'download' },
      async handle({ query: { format = 'ndjson', max_rows: maxRows = DEFAULT_ROWS, after_id: after, ...query } }) {
        const filter = filterOf(query);
        const cursor = after === undefined ? undefined : await reader.cursorAfter(after, filter);
        if (after !== undefined && cursor === undefined)
          throw new TocsinError('refused', `There is no event with the id ${after} any more; begin again without it.`, {
            details: [{ path: 'after_id', message: 'unknown' }],
          });
        const content = exportEvents(reader, { filter, format, maxRows, cursor });
        return { status: 200, download: { type: EVENT_LINES[format].type, fileName: `events.${format}`, content } };
      },
    }),
  ];
}

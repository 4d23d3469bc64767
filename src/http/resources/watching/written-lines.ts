// Lines that were written, as engines and files still have them: the newest of a workload, and those around an event.
import { z } from 'zod';
import { TocsinError } from '../../../core/errors.ts';
import type { StoredEvent } from '../../../core/events/stored-event.ts';
import type { EventReader } from '../../../events/event-reader.ts';
import { defineRoute, type Route } from '../../route.ts';
import { idInPath, workloadId } from '../shapes.ts';
import { wholeNumber } from '../whole-number.ts';

export const writtenLine = z
  .object({
    at: z.string().meta({
      format: 'date-time',
      description: 'RFC 3339, UTC, nanoseconds: the engine’s own time, or that of the line of a file',
    }),
    stream: z.enum(['stdout', 'stderr']),
    text: z.string().meta({ description: 'As it was written, with its colours.' }),
    truncated: z.boolean(),
  })
  .meta({ id: 'WrittenLine' });

export const recentLines = z
  .object({
    items: z
      .array(
        writtenLine.extend({
          container_id: z.string(),
          container_name: z.string(),
          object: z.string().nullable().meta({
            description:
              'The line as it stands in its file, where that is an object of JSON of which `text` is the message; what was joined to it follows behind line feeds. Null where it is longer than 16 KiB.',
          }),
        }),
      )
      .meta({ description: 'The newest, oldest first.' }),
    unread: z
      .array(z.object({ container_name: z.string(), why: z.string() }))
      .meta({ description: 'Containers whose log was not read, or not to its end.' }),
  })
  .meta({ id: 'RecentLines' });
export type RecentLines = z.input<typeof recentLines>;

/** `gone`: the container is, and its log with it. `not_there`: the engine has thrown the line away, or no file holds it any more. `unread`: its log was not read, or not so far. */
const CONTEXT_STATES = ['found', 'gone', 'not_there', 'unread'] as const;

export const lineContext = z
  .object({
    state: z.enum(CONTEXT_STATES),
    why: z
      .string()
      .nullable()
      .meta({ description: 'Why there are no lines, or fewer than there may be, in a sentence.' }),
    lines: z.array(writtenLine.extend({ is_event: z.boolean() })).meta({ description: 'In the order of the log.' }),
  })
  .meta({ id: 'LineContext' });
export type LineContext = z.input<typeof lineContext>;

/** An event that a line has led to. */
export type EventOfLine = Pick<StoredEvent, 'message' | 'metadata'>;

interface AskedLines {
  /** Aborts when nobody waits for them any more. */
  readonly over: AbortSignal;
}

/** What the routes need to know; whoever composes the server knows it. */
export interface WrittenLines {
  recent(
    workloadId: string,
    of: AskedLines & { readonly limit: number; readonly minutes: number },
  ): Promise<RecentLines>;
  /** So many before it, and so many behind it. */
  around(event: EventOfLine, of: AskedLines & { readonly lines: number }): Promise<LineContext>;
}

const MOST_RECENT = 200;
const MOST_AROUND = 100;
const MOST_MINUTES = 1_440;

export interface WrittenLineDeps {
  readonly writtenLines: WrittenLines;
  readonly events: { readonly reader: Pick<EventReader, 'findEvent'> };
}

export function writtenLineRoutes({ writtenLines, events }: WrittenLineDeps): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/workloads/{id}/lines',
      access: 'read',
      tag: 'Watching',
      summary: 'The newest lines of a workload, read from the engines of its containers or from its files',
      params: z.strictObject({ id: workloadId }),
      query: z.strictObject({
        limit: wholeNumber(1, MOST_RECENT).meta({ description: `1 to ${MOST_RECENT}; 50 unless said.` }),
        minutes: wholeNumber(1, MOST_MINUTES).meta({ description: `None older than this; 60 unless said.` }),
      }),
      replies: { 200: recentLines },
      async handle({ params, query: { limit = 50, minutes = 60 }, over }) {
        return { status: 200, body: await writtenLines.recent(params.id, { limit, minutes, over }) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/events/{id}/context',
      access: 'read',
      tag: 'Events',
      summary: 'The line that an event came from, among those before and behind it, read from its engine or its file',
      params: idInPath,
      query: z.strictObject({
        lines: wholeNumber(1, MOST_AROUND).meta({
          description: `So many before and so many behind it, 1 to ${MOST_AROUND}; 20 unless said.`,
        }),
      }),
      replies: { 200: lineContext },
      async handle({ params, query: { lines = 20 }, over }) {
        const event = await events.reader.findEvent(params.id);
        if (event === undefined) throw new TocsinError('not_found', `There is no event with the id ${params.id}.`);
        if (event.source !== 'logscan')
          throw new TocsinError('refused', 'This event came from no line of a log: there is nothing around it.');
        return { status: 200, body: await writtenLines.around(event, { lines, over }) };
      },
    }),
  ];
}

// The lines of containers as they come: the live view of one.
import { z } from 'zod';
import type { EventStream } from '../../event-stream.ts';
import { defineRoute, type Route } from '../../route.ts';
import { wholeNumber } from '../whole-number.ts';
import { containerInPath } from './containers.ts';

export interface LiveView {
  readonly tail: number;
  /** Only lines that contain this, whatever the case of its letters. */
  readonly query: string | undefined;
  /** Id of the last event that was received: it goes on behind it. */
  readonly after: string | undefined;
}

export interface LiveLogs {
  /**
   * Refuses with a `TocsinError` what cannot be shown. Else it sends lines to the client until either goes.
   * @param over aborts when nobody waits for it any more
   */
  open(containerId: string, view: LiveView, over: AbortSignal): Promise<(client: EventStream) => void>;
}

const MOST_TAIL = 2_000;

const logsQuery = z.strictObject({
  tail: wholeNumber(0, MOST_TAIL).meta({
    description: `How many lines of the past, 0 to ${MOST_TAIL}; 100 unless said.`,
  }),
  query: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Only lines that contain this, in upper or lower case.' }),
});

export function liveLogRoutes(liveLogs: LiveLogs): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/containers/{id}/logs',
      access: 'read',
      tag: 'Watching',
      summary:
        'Live lines of a container as server-sent events: the last ones, then each as it comes. "Last-Event-ID" goes on where a view broke off',
      quiet: true,
      params: containerInPath,
      query: logsQuery,
      replies: { 200: 'stream' },
      async handle({ params, query: { tail = 100, query }, lastEventId, over }) {
        return { status: 200, stream: await liveLogs.open(params.id, { tail, query, after: lastEventId }, over) };
      },
    }),
  ];
}

// The lines of containers and files as they come: the live view of one, and of several together.
import { z } from 'zod';
import type { StreamFeed } from '../../event-stream.ts';
import { LONGEST_EVENT_ID } from '../../request-facts.ts';
import { defineRoute, type Route } from '../../route.ts';
import { workloadId } from '../shapes.ts';
import { wholeNumber } from '../whole-number.ts';
import { containerInPath } from './containers.ts';
import { liveEvents, severalEvents } from './live-shapes.ts';

export interface LiveView {
  readonly tail: number;
  /** Only lines that contain this, whatever the case of its letters. */
  readonly query: string | undefined;
  /** Id of the last event that was received: it goes on behind it. */
  readonly after: string | undefined;
}

/** Which containers are followed together: these, and whichever these workloads have at any time. */
export interface LiveChoice {
  readonly containers: readonly string[];
  readonly workloads: readonly string[];
}

export interface LiveLogs {
  /**
   * Refuses with a `TocsinError` what cannot be shown. Else it sends lines to the client until either goes.
   * @param over aborts when nobody waits for it any more
   */
  open(containerId: string, view: LiveView, over: AbortSignal): Promise<StreamFeed>;
  /** Refuses only where nothing of it is known: what cannot be shown of the rest is told on the stream. */
  openSeveral(choice: LiveChoice, view: LiveView): Promise<StreamFeed>;
}

export const MOST_TAIL = 2_000;
/** Each is a connection to its engine, and has its place in every id of the stream. */
export const MOST_FOLLOWED = 50;

const logsQuery = z.strictObject({
  tail: wholeNumber(0, MOST_TAIL).meta({
    description: `How many lines of the past, of each container; 0 to ${MOST_TAIL}, 100 unless said.`,
  }),
  query: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Only lines that contain this, in upper or lower case.' }),
});

/** Names between commas, each once. */
const listOf = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(item).max(MOST_FOLLOWED, `no more than ${MOST_FOLLOWED} are followed on one stream`))
    .optional();

const severalQuery = logsQuery
  .extend({
    containers: listOf(containerInPath.shape.id).meta({ description: 'Ids between commas, or their beginnings.' }),
    workloads: listOf(workloadId).meta({
      description: 'Ids between commas: all containers that they have, also those that come later.',
    }),
    after: z
      .string()
      .max(LONGEST_EVENT_ID)
      .optional()
      .meta({ description: 'As "Last-Event-ID", which counts when both are there.' }),
  })
  .refine(({ containers, workloads }) => containers !== undefined || workloads !== undefined, {
    path: ['containers'],
    message: 'say which containers or which workloads to follow',
  });

export function liveLogRoutes(liveLogs: LiveLogs): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/containers/{id}/logs',
      access: 'read',
      tag: 'Watching',
      summary:
        'Live lines of a container or a file as server-sent events: the last ones, then each as it comes. "Last-Event-ID" goes on where a view broke off',
      quiet: true,
      params: containerInPath,
      query: logsQuery,
      replies: { 200: { events: liveEvents } },
      async handle({ params, query: { tail = 100, query }, lastEventId, over }) {
        return { status: 200, stream: await liveLogs.open(params.id, { tail, query, after: lastEventId }, over) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/logs/stream',
      access: 'read',
      tag: 'Watching',
      summary: `Live lines of up to ${MOST_FOLLOWED} containers and files together, as server-sent events in the order of time: "lines", and "state", "gap" and "left_out" beside them, each with its container. "Last-Event-ID" goes on where it broke off, with every container`,
      quiet: true,
      query: severalQuery,
      replies: { 200: { events: severalEvents } },
      async handle({ query: { containers = [], workloads = [], tail = 100, query, after }, lastEventId }) {
        const view = { tail, query, after: lastEventId ?? after };
        return { status: 200, stream: await liveLogs.openSeveral({ containers, workloads }, view) };
      },
    }),
  ];
}

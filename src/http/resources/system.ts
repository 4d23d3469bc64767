// What this process is and how it is doing, once or as a stream.
import { z } from 'zod';
import type { EventStream } from '../event-stream.ts';
import { defineRoute, type Route } from '../route.ts';
import { healthReport } from './health.ts';
import { time } from './shapes.ts';
import { engineView } from './watching/engine-shapes.ts';
import { watchedFiles } from './watching/file-shapes.ts';

const lockStatus = z
  .object({
    locked: z.boolean(),
    pid: z.number().nullable(),
    hostname: z.string().nullable(),
    age_seconds: z.number().nullable(),
    is_stale: z.boolean(),
    ttl_remaining: z.number().nullable(),
    fencing: z.number().nullable(),
  })
  .meta({ id: 'LockStatus' });

/** What waits in this process and in its store. */
const queuesReport = z
  .object({
    deliveries: z
      .number()
      .meta({ description: 'That wait for their time, or for an answer; counted four times a minute.' }),
    commits: z
      .object({
        effects: z.number(),
        most_effects: z.number(),
        bytes: z.number(),
        most_bytes: z.number(),
      })
      .meta({ description: 'What came of lines and waits for its commit; at the most of it readings wait.' }),
    text_index: z.number().nullable().meta({
      description: 'Events that no index of words has yet: each search reads them; null while the store cannot say.',
    }),
    shipping: z.array(
      z.object({ destination: z.string(), lines: z.number(), most_lines: z.number() }).meta({
        description:
          'Lines of Tocsin’s own log that wait for this destination; beyond the most the oldest are dropped.',
      }),
    ),
  })
  .meta({ id: 'QueuesReport' });

export const systemReport = z
  .object({
    version: z.string(),
    is_demo: z.boolean().meta({ description: 'Everything that is shown is invented, and nothing is kept.' }),
    node: z.string(),
    platform: z.string(),
    hostname: z.string(),
    pid: z.number(),
    started_at: time,
    uptime_seconds: z.number(),
    store: z.object({
      kind: z.enum(['sqlite', 'postgres']),
      version: z.string(),
      size_bytes: z.number().nullable(),
      location: z.string(),
    }),
    engines: z.array(engineView),
    files: watchedFiles.nullable().meta({ description: 'Of this machine; null where none is configured.' }),
    coverage: z.object({
      containers_read: z.number(),
      containers_unreadable: z.number(),
      containers_not_wanted: z.number().meta({ description: 'No rule wants to see their lines.' }),
      containers_stuck: z.number(),
      containers_with_gaps: z.number().meta({ description: 'Of these lines are known to be lost.' }),
      lag_seconds: z.number().meta({ description: 'Of the container or file that is farthest behind.' }),
    }),
    caught_up: z
      .object({
        from: time.meta({ description: 'The newest line that was judged before the last start.' }),
        to: time.meta({ description: 'The last start.' }),
        lines: z.number().meta({ description: 'Written before the last start, and judged since.' }),
        late_events: z.number().meta({ description: 'What became events of these lines.' }),
        late_events_until: time.nullable().meta({
          description: 'They were stored between the last start and then; null while there is none.',
        }),
        gaps: z.number().meta({ description: 'Of lines that were lost before that.' }),
        containers_behind: z.number().meta({ description: '0 when all of it is done.' }),
      })
      .nullable()
      .meta({ description: 'What was made up for after the last start; null where nothing is known from before.' }),
    queues: queuesReport,
    lock: lockStatus
      .nullable()
      .meta({ description: 'Who runs the background tasks; null while the store cannot say.' }),
    process: z.object({
      rss_bytes: z.number(),
      heap_used_bytes: z.number(),
      event_loop_p99_ms: z.number(),
      event_loop_utilization: z.number(),
    }),
  })
  .meta({ id: 'SystemReport' });
export type SystemReport = z.infer<typeof systemReport>;
export type QueuesReport = SystemReport['queues'];

export const systemState = z.object({ health: healthReport, system: systemReport });
export type SystemState = z.infer<typeof systemState>;

/** What the system routes need to know; whoever composes the server knows it. */
export interface SystemSource {
  system(): Promise<SystemReport>;
  /** Sends the state now and every few seconds, until the client has gone. Returns at once. */
  follow(stream: EventStream): void;
}

export function systemRoutes(source: SystemSource): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/system',
      access: 'read',
      tag: 'System',
      summary: 'Versions, store, engines, background lock and process figures',
      replies: { 200: systemReport },
      async handle() {
        return { status: 200, body: await source.system() };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/system/stream',
      access: 'read',
      tag: 'System',
      summary: 'Health and system figures as server-sent events: one "state" now, and one every few seconds',
      quiet: true,
      replies: { 200: { events: { state: systemState } } },
      async handle() {
        return { status: 200, stream: (client) => source.follow(client) };
      },
    }),
  ];
}

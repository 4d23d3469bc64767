// How the watching of an engine is shown: part of the system report.
import { z } from 'zod';
import { time } from '../shapes.ts';

export const engineView = z
  .object({
    name: z.string(),
    configured: z
      .boolean()
      .meta({ description: 'Somebody asked for it; else it is the default, watched when it is there.' }),
    watched_by: z.enum(['this_instance', 'another_instance', 'nobody']),
    state: z.enum(['down', 'negotiating', 'live', 'polling', 'not_watched']).meta({
      description:
        '“live”: its events tell of every change. “polling”: it gives none, and its containers are listed. “not_watched”: not by this instance.',
    }),
    since: time,
    out_of_reach_seconds: z.number().nullable(),
    last_fault: z
      .object({ at: time, kind: z.string(), words: z.string() })
      .nullable()
      .meta({ description: 'What was wrong with it last, also when it is right again.' }),
    kind: z.enum(['docker', 'podman']).nullable(),
    version: z.string().nullable(),
    api_version: z.string().nullable(),
    ever_connected: z.boolean(),
    containers_watched: z.number(),
    containers_excluded: z.number(),
    listed_at: time.nullable(),
    events_missed: z.number(),
    events_unreadable: z.number(),
    notes: z.array(z.string()).meta({ description: 'What is refused and can be done without, and what that costs.' }),
  })
  .meta({ id: 'Engine' });
export type EngineView = z.infer<typeof engineView>;

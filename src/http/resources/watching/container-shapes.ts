// How the watching of a container is shown: the coverage view.
import { z } from 'zod';
import { GAP_REASONS, RECONNECT_REASONS, TAIL_STATES } from '../../../core/lines/reading.ts';
import { severityCounts, time } from '../shapes.ts';
import { fileDetails } from './file-shapes.ts';

/** By the engine's clock, to the nanosecond. */
const stamp = z
  .string()
  .meta({ id: 'Stamp', format: 'date-time', description: 'RFC 3339, UTC, nanoseconds: the engine’s own time' });

/** Another instance has the lease of the engine, and watches; what is shown is what it saved last. */
export const WATCHED_ELSEWHERE = 'watched_elsewhere';

/** Its engine cannot be reached, so that nobody knows how it is. */
export const OUT_OF_REACH = 'out_of_reach';

const gap = z
  .object({
    reason: z.enum(GAP_REASONS),
    from: stamp.nullable(),
    to: stamp.nullable(),
  })
  .meta({ id: 'Gap' });

const workloadName = z
  .object({
    id: z.string(),
    kind: z.enum(['compose', 'swarm', 'container', 'file']),
    name: z.string(),
  })
  .meta({ id: 'WorkloadName' });

export const containerView = z
  .object({
    id: z.string(),
    name: z.string(),
    image: z.string(),
    host: z.string().meta({ description: 'The engine’s name.' }),
    workload: workloadName,
    state: z.enum([...TAIL_STATES, OUT_OF_REACH, WATCHED_ELSEWHERE]),
    note: z
      .string()
      .nullable()
      .meta({ description: 'What a person should know of the state, such as the engine’s own sentence.' }),
    file: fileDetails.nullable().meta({ description: 'Of a file that this instance watches; else null.' }),
    joins_lines: z
      .boolean()
      .meta({ description: 'Lines that belong together, as those of a stack trace, are one to rules and in events.' }),
    join_start: z.string().nullable().meta({
      description: 'The pattern of the line with which they begin; null where traces are known by their look.',
    }),
    found_at: time,
    gone_at: time.nullable(),
    watched_since: z
      .object({ stdout: time.nullable(), stderr: time.nullable() })
      .meta({ description: 'By stream; null while no rule wants it: that is no gap.' }),
    cursor_at: stamp.nullable().meta({ description: 'Time of the newest line that was judged.' }),
    newest_known_at: stamp.nullable().meta({ description: 'Time of the newest line that is known to exist.' }),
    lag_seconds: z.number().nullable().meta({ description: 'Null where nobody here can know.' }),
    lines: z.number(),
    bytes: z.number(),
    late_lines: z.number().meta({ description: 'Lines that were older than 15 minutes when they came.' }),
    reconnects: z.partialRecord(z.enum(RECONNECT_REASONS), z.number()),
    gaps_total: z.number(),
    gaps: z.array(gap).meta({ description: 'The latest of them.' }),
    stuck: z.boolean().meta({ description: 'Newer lines are known, and the cursor has not moved for 120 seconds.' }),
    paused: z.boolean().meta({ description: 'It waits until more of what its lines led to is saved.' }),
  })
  .meta({ id: 'Container' });
export type ContainerView = z.input<typeof containerView>;

export const workloadView = workloadName.extend({
  host: z.string(),
  first_found_at: time.meta({ description: 'Of the containers that are still known, the first.' }),
  containers: z
    .array(z.object({ id: z.string(), name: z.string(), state: containerView.shape.state }))
    .meta({ description: 'Those that are there or went within the last hour, newest first, at most 100 of them.' }),
  containers_total: z.number().meta({ description: 'How many these would be in all.' }),
  lines: z.number().meta({ description: 'Of all its containers that are known, those that are gone among them.' }),
  gaps_total: z.number(),
});
export type WorkloadView = z.input<typeof workloadView>;

/** With what happened in it. */
export const workloadShape = workloadView
  .extend({
    events_24h: severityCounts.meta({
      description: 'How many events about it were stored within a day, by severity; hours count as whole ones.',
    }),
  })
  .meta({ id: 'Workload' });

// An event as the API shows it, and the filters that all lists of events take.
import { z } from 'zod';
import { TocsinError } from '../../../core/errors.ts';
import type { EventFilter } from '../../../core/events/event-query.ts';
import type { StoredEvent } from '../../../core/events/stored-event.ts';
import { id, iso, isoOrNull, severity, sourceName, time, writtenMoment } from '../shapes.ts';

export const eventShape = z
  .object({
    id,
    source: z.string(),
    severity,
    message: z.string(),
    metadata: z.record(z.string(), z.unknown()),
    workload_id: z.string().nullable(),
    rule_id: z.string().nullable(),
    held_back: z.number().meta({ description: 'Hits of its rule in its container that became no event since then.' }),
    last_seen: time.nullable().meta({ description: 'When the last of those was written.' }),
    created_at: time,
  })
  .meta({ id: 'Event' });
export type EventView = z.input<typeof eventShape>;

export function toEventView(event: StoredEvent): EventView {
  const { source, severity, message, metadata } = event;
  return {
    ...{ id: event.id, source, severity, message, metadata: { ...metadata } },
    ...{ workload_id: event.workloadId, rule_id: event.ruleId, held_back: event.heldBack },
    ...{ last_seen: isoOrNull(event.lastSeen), created_at: iso(event.createdAt) },
  };
}

/** Names between commas, each once. */
function listOf<Item extends z.ZodType<string, string>>(item: Item) {
  return z
    .string()
    .max(1_000)
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(item).max(20));
}

export const moment = writtenMoment.transform((text) => Date.parse(text));

/** Of something that may be gone long since. PostgreSQL would refuse a NUL. */
const someId = z
  .string()
  .max(100)
  .regex(/^[!-~]+$/, 'an id has no blanks and no control characters');

export const filterQuery = z.strictObject({
  severity: listOf(severity).optional().meta({ description: 'One or more, between commas.' }),
  source: listOf(sourceName).optional().meta({ description: 'One or more, between commas.' }),
  workload_id: someId.optional(),
  rule_id: someId.optional(),
  q: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Words that the message has, the last of which may be the beginning of one.' }),
  from: moment.optional().meta({ description: 'Stored at this time or later.' }),
  to: moment.optional().meta({ description: 'Stored before this time.' }),
});

/** A span that ends before it begins is a mistake, and not one without events. */
export function refuseBackwards({
  from,
  to,
}: {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}): void {
  if (from === undefined || to === undefined || from <= to) return;
  throw new TocsinError('refused', 'This span ends before it begins: "from" is later than "to".', {
    details: [{ path: 'to', message: 'earlier than "from"' }],
  });
}

export function filterOf(query: z.output<typeof filterQuery>): EventFilter {
  refuseBackwards(query);
  return {
    severities: query.severity,
    sources: query.source,
    workloadId: query.workload_id,
    ruleId: query.rule_id,
    text: query.q,
    from: query.from,
    to: query.to,
  };
}

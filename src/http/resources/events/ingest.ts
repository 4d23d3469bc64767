// Where other programs send events.
import { z } from 'zod';
import { principalKey } from '../../../access/principal.ts';
import type { JsonValue } from '../../../core/events/new-event.ts';
import { DEFAULT_SOURCE, type Ingest, MOST_METADATA_BYTES } from '../../../events/ingest.ts';
import { defineRoute, type Route } from '../../route.ts';
import { severity, sourceName } from '../shapes.ts';
import { eventShape, toEventView } from './event-shapes.ts';

const sentEvent = z
  .strictObject({
    severity,
    message: z
      .string()
      .min(1)
      .max(10_000)
      .meta({ description: 'Cut to 500 bytes; what cannot be shown is left out of it.' }),
    source: sourceName.optional().meta({ description: `What it comes from; "${DEFAULT_SOURCE}" unless said.` }),
    metadata: z
      .record(z.string().max(200), z.unknown())
      .optional()
      .meta({ description: `At most ${MOST_METADATA_BYTES} bytes as JSON.` }),
    idempotency_key: z
      .string()
      .min(1)
      .max(200)
      .refine((key) => key.isWellFormed() && !key.includes('\0'), 'it has a character that cannot be told from others')
      .optional()
      .meta({ description: 'An event that is sent again with the same key and source is stored once.' }),
  })
  .meta({ id: 'SentEvent' });

export function ingestRoutes(ingest: Pick<Ingest, 'take'>): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/events',
      access: 'ingest',
      tag: 'Events',
      summary: 'Send an event; 200 when it was sent before',
      body: sentEvent,
      replies: { 200: eventShape, 201: eventShape },
      async handle({ body, principal, hops = 0 }) {
        const { idempotency_key: idempotencyKey, ...sent } = body;
        // The body was JSON, so whatever stands in it is.
        const metadata = sent.metadata as Readonly<Record<string, JsonValue>> | undefined;
        const { event, isNew } = await ingest.take(
          { ...sent, metadata, idempotencyKey, hops },
          principalKey(principal),
        );
        return { status: isNew ? 201 : 200, body: toEventView(event) };
      },
    }),
  ];
}

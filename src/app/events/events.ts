// The events of the server: stored, counted, sent by other programs, and read.
import type { Clock } from '../../core/clock.ts';
import type { EventReader } from '../../events/event-reader.ts';
import { EventFeed } from '../../events/feed/event-feed.ts';
import { Ingest } from '../../events/ingest.ts';
import { RateLimit } from '../../events/rate-limit.ts';
import type { Store } from '../../store/store.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { createEventOccurrences } from '../../telemetry/occurrences/events.ts';

export interface EventParts {
  readonly store: Pick<Store, 'events'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What the API needs of events. */
export interface EventResources {
  readonly reader: EventReader;
  readonly ingest: Ingest;
  readonly feed: EventFeed;
}

/** Of one caller: so many at once, then so many a second. */
const RATE = { burst: 200, perSecond: 20 } as const;

export function createEvents({ store, clock, ...tools }: EventParts): { readonly events: EventResources } {
  const occurrences = createEventOccurrences(tools);
  const feed = new EventFeed({ store: store.events, clock });
  store.events.onStored((events) => {
    occurrences.stored(events);
    feed.tell(events);
  });
  const ingest = new Ingest({ store: store.events, limit: new RateLimit({ clock, ...RATE }), occurrences });
  return { events: { reader: store.events, ingest, feed } };
}

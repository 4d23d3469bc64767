// How often an event may come back, and how that travels with what is sent.
import { HOPS_FIELD, hopsOf } from '../../core/events/hops.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';

/** What has come back more often is stored and not delivered. */
export const MOST_HOPS = 3;

/** The event as it goes out: whoever sends its metadata back says by it how often it was here. */
export function withNextHop(event: StoredEvent): StoredEvent {
  return { ...event, metadata: { ...event.metadata, [HOPS_FIELD]: hopsOf(event.metadata) + 1 } };
}

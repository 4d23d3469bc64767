// How it travels with what is sent that an event has come back.
import { HOPS_FIELD, hopsOf } from '../../core/events/hops.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';

/** The event as it goes out: whoever sends its metadata back says by it how often it was here. */
export function withNextHop(event: StoredEvent): StoredEvent {
  return { ...event, metadata: { ...event.metadata, [HOPS_FIELD]: hopsOf(event.metadata) + 1 } };
}

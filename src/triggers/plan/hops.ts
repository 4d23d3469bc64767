// How often an event has gone out and come back: a receiver that sends what it got back to us must not go on for ever.
import type { StoredEvent } from '../../core/events/stored-event.ts';

/** In the metadata of what is sent, and so of what a receiver sends back. */
export const HOPS_FIELD = 'tocsin_hops';
/** What has come back more often is stored and not delivered. */
export const MOST_HOPS = 3;

/** Anything but a whole number is none: whoever writes it himself has not got it from us. */
export function hopsOf(metadata: Readonly<Record<string, unknown>>): number {
  const hops = metadata[HOPS_FIELD];
  return typeof hops === 'number' && Number.isInteger(hops) && hops > 0 ? hops : 0;
}

/** The event as it goes out: whoever sends its metadata back says by it how often it was here. */
export function withNextHop(event: StoredEvent): StoredEvent {
  return { ...event, metadata: { ...event.metadata, [HOPS_FIELD]: hopsOf(event.metadata) + 1 } };
}

// What the pages ask of the event log, and of what can be done about an event.
import type { Caller, QueryOf } from './operation.ts';
import type { NewMute } from './shapes.ts';

/** Filters of the event log, by the names that they have in its query. */
export type EventQuery = QueryOf<'GET /api/events'>;
export type CountedSpan = QueryOf<'GET /api/events/counts'>;

export function eventCalls(call: Caller) {
  return {
    events: (query: EventQuery, signal?: AbortSignal) => call('GET /api/events', { query, signal }),
    eventCounts: (query: CountedSpan, signal?: AbortSignal) => call('GET /api/events/counts', { query, signal }),
    event: (id: string, signal?: AbortSignal) => call('GET /api/events/{id}', { path: { id }, signal }),
    eventContext: (id: string, signal?: AbortSignal) => call('GET /api/events/{id}/context', { path: { id }, signal }),
    openMutes: (cursor: string | undefined, signal?: AbortSignal) =>
      call('GET /api/mutes', { query: { open: 'true', cursor, limit: '500' }, signal }),
    mute: (body: NewMute) => call('POST /api/mutes', { body }),
    endMute: (id: string) => call('DELETE /api/mutes/{id}', { path: { id } }),
  };
}

// What the pages ask of the event log, and of what can be done about an event.
import type { Caller } from './caller.ts';
import type { EventCounts, EventDetail, EventPage, LineContext, ListPage, Mute, NewMute } from './shapes.ts';

/** Filters of the event log, by the names that they have in its query. */
export type EventQuery = Readonly<Record<string, string | undefined>>;

export interface CountedSpan extends EventQuery {
  readonly from: string;
  readonly to: string;
  readonly step_minutes: string;
}

export function eventCalls(call: Caller) {
  return {
    events: (query: EventQuery, signal?: AbortSignal) => call<EventPage>('GET', '/api/events', { query, signal }),
    eventCounts: (query: CountedSpan, signal?: AbortSignal) =>
      call<EventCounts>('GET', '/api/events/counts', { query: { ...query }, signal }),
    event: (id: string, signal?: AbortSignal) =>
      call<EventDetail>('GET', `/api/events/${encodeURIComponent(id)}`, { signal }),
    eventContext: (id: string, signal?: AbortSignal) =>
      call<LineContext>('GET', `/api/events/${encodeURIComponent(id)}/context`, { signal }),
    openMutes: (cursor: string | undefined, signal?: AbortSignal) =>
      call<ListPage<Mute>>('GET', '/api/mutes', { query: { open: 'true', cursor, limit: '500' }, signal }),
    mute: (body: NewMute) => call<Mute>('POST', '/api/mutes', { body }),
    endMute: (id: string) => call<void>('DELETE', `/api/mutes/${encodeURIComponent(id)}`),
  };
}

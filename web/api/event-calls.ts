// What the pages ask of the event log, and of what can be done about an event.
import type { Caller } from './caller.ts';
import type {
  Delivery,
  EventCounts,
  EventDetail,
  EventPage,
  ListPage,
  Mute,
  NewMute,
  Rule,
  Workload,
} from './shapes.ts';

/** Filters of the event log, by the names that they have in its query. */
export type EventQuery = Readonly<Record<string, string | undefined>>;

export interface CountedSpan {
  readonly from: string;
  readonly to: string;
  readonly step_minutes: string;
}

/** As many as a page may have. */
const MOST = '500';

export function eventCalls(call: Caller) {
  return {
    events: (query: EventQuery, signal?: AbortSignal) => call<EventPage>('GET', '/api/events', { query, signal }),
    eventCounts: (query: CountedSpan, signal?: AbortSignal) =>
      call<EventCounts>('GET', '/api/events/counts', { query: { ...query }, signal }),
    event: (id: string, signal?: AbortSignal) =>
      call<EventDetail>('GET', `/api/events/${encodeURIComponent(id)}`, { signal }),
    rules: (cursor: string | undefined, signal?: AbortSignal) =>
      call<ListPage<Rule>>('GET', '/api/log-scan-rules', { query: { cursor, limit: MOST }, signal }),
    workloads: (cursor: string | undefined, signal?: AbortSignal) =>
      call<ListPage<Workload>>('GET', '/api/workloads', { query: { cursor, limit: MOST }, signal }),
    rule: (id: string, signal?: AbortSignal) =>
      call<Rule>('GET', `/api/log-scan-rules/${encodeURIComponent(id)}`, { signal }),
    mute: (body: NewMute) => call<Mute>('POST', '/api/mutes', { body }),
    retryDelivery: (id: string) => call<Delivery>('POST', `/api/deliveries/${encodeURIComponent(id)}/retry`),
  };
}

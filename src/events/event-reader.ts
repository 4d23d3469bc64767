// Where stored events are read: the port that the store fulfils.
import type { EventFilter, EventMinute, EventPage, MinuteSpan } from '../core/events/event-query.ts';
import type { SeverityCounts } from '../core/events/severity-counts.ts';
import type { StoredEvent } from '../core/events/stored-event.ts';
import type { PageRequest } from '../core/page.ts';

export interface EventReader {
  /** Newest first, those with a text in the order in which they were stored. A cursor serves the filter with which it was given. */
  listEvents(filter: EventFilter, page: PageRequest): Promise<EventPage>;
  /** A cursor that goes on behind this event with such a filter; undefined when it is not there. */
  cursorAfter(id: string, filter: EventFilter): Promise<string | undefined>;
  findEvent(id: string): Promise<StoredEvent | undefined>;
  /** By what was counted when events were stored: deleted ones are in it until their minute is too old. Only steps in which there was an event, in order. */
  countEvents(span: MinuteSpan): Promise<readonly EventMinute[]>;
  /** Those of each workload, counted when they were stored; one without any is not in the answer. Hours count as whole ones, so a day is up to an hour longer. */
  countLastDay(workloadIds: readonly string[]): Promise<ReadonlyMap<string, SeverityCounts>>;
}

// Where stored events are read: the port that the store fulfils.
import type { AskedCount, EventCount, EventFilter, EventPage } from '../core/events/event-query.ts';
import type { SeverityCounts } from '../core/events/severity-counts.ts';
import type { StoredEvent } from '../core/events/stored-event.ts';
import type { PageRequest } from '../core/page.ts';

export interface EventReader {
  /** Newest first, those with a text in the order in which they were stored. A cursor serves the filter with which it was given. */
  listEvents(filter: EventFilter, page: PageRequest): Promise<EventPage>;
  /** A cursor that goes on behind this event with such a filter; undefined when it is not there. */
  cursorAfter(id: string, filter: EventFilter): Promise<string | undefined>;
  findEvent(id: string): Promise<StoredEvent | undefined>;
  /**
   * Of all events and of severities by what was counted when they were stored: deleted ones are in it until their minute is too old. With any other filter those that are
   * there, from the newest on, until time is up: a cursor serves the filter and the span with which it was given.
   */
  countEvents(asked: AskedCount): Promise<EventCount>;
  /** Those of each workload, counted when they were stored; one without any is not in the answer. Hours count as whole ones, so a day is up to an hour longer. */
  countLastDay(workloadIds: readonly string[]): Promise<ReadonlyMap<string, SeverityCounts>>;
}

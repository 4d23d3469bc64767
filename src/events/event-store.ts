// What the events' stage needs of a store: the port that the store fulfils.
import type { NewEvent } from '../core/events/new-event.ts';
import type { StoredEvent } from '../core/events/stored-event.ts';

export interface EventStore {
  /** Stores each once; gives those that are new. */
  append(events: readonly NewEvent[]): Promise<readonly StoredEvent[]>;
  findByKey(key: string): Promise<StoredEvent | undefined>;
  /** Every source of which there is an event. */
  listSources(): Promise<readonly string[]>;
}

// Whoever follows the events as they come: the port that an open stream fulfils.
import type { StoredEvent } from '../../core/events/stored-event.ts';

export interface FeedClient {
  /** It never waits: ask `isBehind` before there is more. */
  send(event: StoredEvent): void;
  /** Everything up to this event has come; from there it would go on. */
  mark(id: string): void;
  /** It was too slow: of the events behind `after`, those up to `upTo` will not come. */
  missed(gap: { readonly after: string; readonly upTo: string }): void;
  readonly isBehind: boolean;
  /** Calls back once, as soon as it has taken everything. */
  onceTaken(listener: () => void): void;
  /** Aborted when it has gone. */
  readonly closed: AbortSignal;
}

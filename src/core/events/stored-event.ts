// An event as it is kept.
import type { NewEvent } from './new-event.ts';

export interface StoredEvent extends Omit<NewEvent, 'key'> {
  readonly id: string;
  /** Hits of its rule in its origin that became no event since then. */
  readonly heldBack: number;
  /** The time of the last of those lines, milliseconds since 1970. */
  readonly lastSeen: number | null;
  /** When it was stored. */
  readonly createdAt: number;
}

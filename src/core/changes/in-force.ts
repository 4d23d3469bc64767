// When a change is acknowledged: what was saved is then in force on this instance.
import type { Clock } from '../clock.ts';
import { within } from '../within.ts';

/** It is saved by then, and comes into force as soon as it is read and compiled. */
const AT_THE_LATEST_MS = 1_000;

/** Whatever holds what is in force now. */
export interface Book {
  /** Resolves when everything that was written before this call is in force. */
  refresh(): Promise<void>;
}

/** Resolves when what was written is in force here, or after a second. */
export async function whenInForce(book: Book, clock: Pick<Clock, 'sleep'>): Promise<void> {
  await within(book.refresh(), { clock, ms: AT_THE_LATEST_MS });
}

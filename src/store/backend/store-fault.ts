// A fault of the database itself, and how it is told.
import { TocsinError } from '../../core/errors.ts';
import type { StoreFaultReason } from '../../core/store-fault.ts';

/** A fault of the database itself, not of what was asked of it. */
export interface StoreFault {
  readonly reason: StoreFaultReason;
  /** The rest of a sentence that begins with "The store is not available:", for a person, without secrets. */
  readonly words: string;
}

/** What callers see of a fault. They may try again: the store mends itself as soon as its database does. */
export function storeUnavailable(fault: StoreFault, cause?: unknown): TocsinError {
  return new TocsinError('store_unavailable', `The store is not available: ${fault.words}.`, {
    cause,
    retryAfterSeconds: 5,
  });
}

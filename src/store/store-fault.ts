import { TocsinError } from '../core/errors.ts';

/** Why the store cannot serve, as a closed set: it is a metric's label. */
export const STORE_FAULT_REASONS = [
  'disk_full',
  'read_only',
  'permission_denied',
  'connection_lost',
  'timeout',
  'busy',
  'overloaded',
  'io_error',
  'corrupt',
  'out_of_memory',
  'closed',
] as const;
export type StoreFaultReason = (typeof STORE_FAULT_REASONS)[number];

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

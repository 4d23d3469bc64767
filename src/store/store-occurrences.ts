import type { StoreKind } from './backend.ts';
import type { StoreFaultReason } from './store-fault.ts';

/** What can happen in the store and is worth a log line or a metric. */
export interface StoreOccurrences {
  opened(what: { readonly kind: StoreKind; readonly location: string; readonly version: string }): void;
  migrated(what: { readonly migrations: readonly string[]; readonly seconds: number }): void;
  committed(what: { readonly seconds: number }): void;
  /** Every call that failed for the database's sake; `first` when the one before it did not. */
  failed(what: { readonly reason: StoreFaultReason; readonly message: string; readonly first: boolean }): void;
  recovered(what: { readonly seconds: number }): void;
  /** A connection that nobody used ended; the next use makes a new one. */
  connectionLost(what: { readonly message: string }): void;
  /** The start waits for a database that does not answer yet. */
  waitingForDatabase(what: { readonly message: string; readonly location: string }): void;
}

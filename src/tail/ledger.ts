// Where a tail's results are kept: the port that the store fulfils, or later a hub.
import type { LedgerCommit, SavedOrigin, SavedSource } from '../core/lines/standing.ts';

export interface Ledger<Effect> {
  /**
   * What is remembered of one source and its origins, those that have gone lately among them; and of the sources that nobody
   * reads any more, with the origins that they still had.
   */
  load(source: string): Promise<SavedSource & { readonly former?: readonly SavedSource[] }>;
  /** What is saved of one origin. */
  loadOrigin(key: string): Promise<SavedOrigin | undefined>;
  /**
   * One transaction: resolves when all of it is durable, rejects when nothing of it is. A rejection with `store_unavailable`,
   * `too_many_requests` or `lease_lost` has nothing to do with what was to be committed; any other is taken as an objection to it.
   */
  commit(commit: LedgerCommit<Effect>): Promise<void>;
}

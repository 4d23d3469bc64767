// Where a tail's results are kept: the port that the store fulfils, or later a hub.
import type { LedgerCommit, SavedOrigin } from '../core/lines/standing.ts';

export interface Ledger<Effect> {
  /** What is remembered of one source and its origins, those that have gone lately among them. */
  load(source: string): Promise<{ readonly memory: string | undefined; readonly origins: readonly SavedOrigin[] }>;
  /** What is saved of one origin. */
  loadOrigin(key: string): Promise<SavedOrigin | undefined>;
  /**
   * One transaction: resolves when all of it is durable, rejects when nothing of it is. A rejection with `store_unavailable`
   * or `lease_lost` has nothing to do with what was to be committed; any other is taken as an objection to it.
   */
  commit(commit: LedgerCommit<Effect>): Promise<void>;
}

// A ledger that tells what is saved: when all lines of an origin that is gone are judged, so that what was kept for it may go, and what became of hits.
import type { RuleCounts } from '../../../core/flood/rule-counts.ts';
import type { Ledger } from '../../../tail/ledger.ts';

export interface SavedListener {
  release(originKey: string): void;
  /** By rule and origin. A commit that fails is not told; it comes again. */
  hitsSaved(counts: Iterable<RuleCounts>): void;
}

export function tellingLedger<Effect>(ledger: Ledger<Effect>, listener: SavedListener): Ledger<Effect> {
  return {
    load: (source) => ledger.load(source),
    loadOrigin: (key) => ledger.loadOrigin(key),
    async commit(commit) {
      await ledger.commit(commit);
      for (const { origin, gone, flood } of commit.origins) {
        if (flood && flood.counts.size > 0) listener.hitsSaved(flood.counts.values());
        if (gone) listener.release(origin.key);
      }
    },
  };
}

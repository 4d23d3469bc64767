// A ledger that tells when all lines of an origin that is gone are judged and saved: what was kept for it may go.
import type { Ledger } from '../../../tail/ledger.ts';

export function releasingLedger<Effect>(ledger: Ledger<Effect>, release: (originKey: string) => void): Ledger<Effect> {
  return {
    load: (source) => ledger.load(source),
    loadOrigin: (key) => ledger.loadOrigin(key),
    async commit(commit) {
      await ledger.commit(commit);
      for (const { origin, gone } of commit.origins) if (gone) release(origin.key);
    },
  };
}

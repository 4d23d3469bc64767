// A ledger that keeps nothing: what lines lead to is handed on, and counted.
import type { NewEvent } from '../../core/events/new-event.ts';
import { SUPPRESSIONS } from '../../core/flood/decision.ts';
import type { SavedSource } from '../../core/lines/standing.ts';
import type { Ledger } from '../../tail/ledger.ts';

export interface PassingLedgerParts {
  /** What the source is to remember, as if it had run before. */
  readonly memory: string | undefined;
  /** Resolves when they were taken: until then nothing more is read than may wait. */
  readonly take: (events: readonly NewEvent[]) => Promise<void>;
}

export interface Totals {
  readonly lines: number;
  readonly events: number;
  /** Hits that became no event. */
  readonly heldBack: number;
}

export function passingLedger({ memory, take }: PassingLedgerParts) {
  const totals = { lines: 0, events: 0, heldBack: 0 };
  const nothing: SavedSource = { memory, origins: [] };
  const ledger: Ledger<NewEvent> = {
    load: async () => nothing,
    loadOrigin: async () => undefined,
    async commit({ origins }) {
      const events = origins.flatMap(({ effects }) => effects);
      for (const { lines, flood } of origins) {
        totals.lines += lines;
        for (const counts of flood?.counts.values() ?? [])
          totals.heldBack += SUPPRESSIONS.reduce((sum, why) => sum + counts[why], 0);
      }
      totals.events += events.length;
      if (events.length > 0) await take(events);
    },
  };
  return { ledger, totals: totals as Totals };
}

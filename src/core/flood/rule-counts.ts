// How often what became of a rule's hits.
import { DECISIONS } from './decision.ts';

export const COUNTED = [...DECISIONS, 'excluded'] as const;

/** What is counted of a rule: its hits by what became of them, and the lines that were excluded, which are no hits. */
export type Counted = (typeof COUNTED)[number];

export type RuleCounts = Readonly<Record<Counted, number>>;

export type GrowingCounts = Record<Counted, number>;

export const noCounts = (): GrowingCounts => ({
  admitted: 0,
  threshold: 0,
  muted: 0,
  cooldown: 0,
  rate_limit: 0,
  excluded: 0,
});

/** Hits = admitted + suppressed for whatever reason. */
export const hitsOf = (counts: RuleCounts): number => DECISIONS.reduce((sum, decision) => sum + counts[decision], 0);

export function sumOfCounts(all: Iterable<RuleCounts>): RuleCounts {
  const sum = noCounts();
  for (const one of all) for (const what of COUNTED) sum[what] += one[what];
  return sum;
}

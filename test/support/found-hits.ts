import type { Batch } from '../../src/match/batch/batch.ts';
import type { Matcher } from '../../src/match/matcher.ts';

export interface FoundHit {
  readonly start: number;
  readonly end: number;
  readonly rule: number;
  readonly line: number;
}

/** Matches the batch to its end and gives all its hits as objects, whatever portions they come in. */
export function foundHits(matcher: Matcher, batch: Batch): FoundHit[] {
  const found: FoundHit[] = [];
  for (const { count, starts, ends, rules, lines } of matcher.match(batch)) {
    for (let i = 0; i < count; i++)
      found.push({ start: starts[i] ?? -1, end: ends[i] ?? -1, rule: rules[i] ?? -1, line: lines[i] ?? -1 });
  }
  return found;
}

// How counts of steps come together: parts of one span, and newer ones over those that were known.
import type { EventCounts } from '../../../api/shapes.ts';
import type { Steps } from './span-steps.ts';

type Items = EventCounts['items'];

/** Of parts of one count, each event in one of them. In order. */
export function addedUp(known: Items, part: Items): Items {
  const sums = new Map(known.map((item) => [item.at, item]));
  for (const item of part) {
    const before = sums.get(item.at);
    sums.set(item.at, before === undefined ? item : sumOfTwo(before, item));
  }
  return [...sums.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** What was counted anew from a moment on takes the place of what was known since then; what lies before the steps is over. */
export function withNewest(
  known: Items,
  newest: Items,
  { from, since }: { readonly from: number; readonly since: number },
): Items {
  const stays = known.filter(({ at }) => from <= Date.parse(at) && Date.parse(at) < since);
  return [...stays, ...newest];
}

/** Since when steps are counted anew: the last ones that were known may have grown. */
export const newestSince = ({ to, minutes }: Steps): number => to - minutes * 60_000;

const sumOfTwo = (a: Items[number], b: Items[number]): Items[number] => ({
  at: a.at,
  info: a.info + b.info,
  warn: a.warn + b.warn,
  error: a.error + b.error,
  critical: a.critical + b.critical,
});

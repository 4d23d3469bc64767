import { type PartKeys, signOf } from '../keyboard/part-keys.ts';
import { SPAN_KEYS } from '../pages/events/histogram/span-keys.ts';
import { LINE_KEYS } from '../pages/logs/view/line-keys.ts';
import { ROW_KEYS } from '../parts/virtual/row-keys.ts';

/** In the order in which the help shows them. */
const KEYS_OF_PARTS: readonly PartKeys[] = [
  { part: 'In a list or a log', keys: [...ROW_KEYS, ...LINE_KEYS] },
  { part: 'In a histogram', keys: SPAN_KEYS },
];

/** By the signs that stand on a keyboard. */
export const shownKeys = (): readonly PartKeys[] =>
  KEYS_OF_PARTS.map(({ part, keys }) => ({
    part,
    keys: keys.map((meaning) => ({ ...meaning, keys: meaning.keys.map(signOf) })),
  }));

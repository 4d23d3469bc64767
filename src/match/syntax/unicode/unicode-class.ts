// The classes behind \p{…}: general categories by one or two letters, scripts by name, spelt as in Go and RE2.
import type { Ranges } from '../node.ts';
import { ANY, normalize } from '../ranges.ts';
import { fromDistances } from './distances.ts';
import { CATEGORIES, SCRIPTS } from './tables.generated.ts';

const known = new Map<string, Ranges>([['Any', ANY]]);

/** The code points of a category or script, or undefined when there is none of that name. Case counts: `Greek`, `Lu`. */
export function unicodeClass(name: string): Ranges | undefined {
  const before = known.get(name);
  if (before) return before;
  const tables = tablesOf(name);
  if (tables.length === 0) return undefined;
  const ranges = normalize(tables.flatMap(fromDistances));
  known.set(name, ranges);
  return ranges;
}

function tablesOf(name: string): readonly string[] {
  const categories = Object.entries(CATEGORIES).filter(
    ([category]) => category === name || (name.length === 1 && category[0] === name),
  );
  const scripts = Object.entries(SCRIPTS).filter(([script]) => script === name);
  return [...categories, ...scripts].map(([, table]) => table);
}

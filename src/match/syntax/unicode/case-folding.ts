// Simple case folding, as (?i) means it: k, K and the Kelvin sign are one, s, S and the long s are one.
import type { Ranges } from '../node.ts';
import { ANY, includes, normalize } from '../ranges.ts';
import { fromDistances } from './distances.ts';
import { FOLD_ORBITS } from './tables.generated.ts';

let decoded: readonly (readonly number[])[] | undefined;

/** The set with every code point that (?i) holds equal to one of it. */
export function foldCase(set: Ranges): Ranges {
  if (set === ANY) return set;
  decoded ??= FOLD_ORBITS.split(';').map(fromDistances);
  const touched = decoded.filter((orbit) => orbit.some((codePoint) => includes(set, codePoint)));
  if (touched.length === 0) return set;
  return normalize([...set, ...touched.flat().flatMap((codePoint) => [codePoint, codePoint])]);
}

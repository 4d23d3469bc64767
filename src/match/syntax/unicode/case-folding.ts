// Simple case folding, as (?i) means it: k, K and the Kelvin sign are one, s, S and the long s are one.
import type { Ranges } from '../node.ts';
import { ANY, includes, normalize } from '../ranges.ts';
import { fromDistances } from './distances.ts';
import { FOLD_ORBITS } from './tables.generated.ts';

/** Larger sets are folded orbit by orbit, smaller ones code point by code point. */
const LARGE = 512;

let orbitsByMember: ReadonlyMap<number, readonly number[]> | undefined;

/** The set with every code point that (?i) holds equal to one of it. */
export function foldCase(set: Ranges): Ranges {
  if (set === ANY) return set;
  const [first = 0, last = 0] = set;
  if (set.length !== 2 || first !== last || first >= foldedAscii.length) return foldAny(set);
  foldedAscii[first] ??= foldAny(set);
  return foldedAscii[first] ?? set;
}

/** Under (?i) each letter of a pattern is folded by itself; the few that there are need it but once. */
const foldedAscii: (Ranges | undefined)[] = new Array(128).fill(undefined);

function foldAny(set: Ranges): Ranges {
  orbitsByMember ??= readOrbits();
  const added = sizeOf(set) > LARGE ? addedByOrbit(set, orbitsByMember) : addedByMember(set, orbitsByMember);
  return added.length === 0 ? set : normalize([...set, ...added.flatMap((codePoint) => [codePoint, codePoint])]);
}

function readOrbits(): ReadonlyMap<number, readonly number[]> {
  const orbits = FOLD_ORBITS.split(';').map(fromDistances);
  return new Map(orbits.flatMap((orbit) => orbit.map((member) => [member, orbit] as const)));
}

function addedByOrbit(set: Ranges, orbits: ReadonlyMap<number, readonly number[]>): number[] {
  return [...orbits].flatMap(([member, orbit]) => (includes(set, member) ? orbit : []));
}

function addedByMember(set: Ranges, orbits: ReadonlyMap<number, readonly number[]>): number[] {
  const added: number[] = [];
  for (let i = 0; i < set.length; i += 2)
    for (let codePoint = set[i] ?? 0; codePoint <= (set[i + 1] ?? 0); codePoint++)
      added.push(...(orbits.get(codePoint) ?? []));
  return added;
}

function sizeOf(set: Ranges): number {
  return set.reduce((sum, end, index) => (index % 2 === 0 ? sum - end + 1 : sum + end), 0);
}

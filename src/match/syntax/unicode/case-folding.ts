// Simple case folding, as (?i) means it: k, K and the Kelvin sign are one, s, S and the long s are one.
import type { Ranges } from '../node.ts';
import { ANY, includes, normalize } from '../ranges.ts';
import { fromDistances } from './distances.ts';
import { FOLD_ORBITS } from './tables.generated.ts';

/** Which code points are one under (?i): the others of each, and all of them ascending. */
interface Orbits {
  readonly byMember: ReadonlyMap<number, readonly number[]>;
  readonly members: Int32Array;
}

let orbits: Orbits | undefined;

const ASCII_END = 0x80;
const KELVIN_SIGN = 0x212a;
const LONG_S = 0x17f;

/** The set with every code point that (?i) holds equal to one of it. */
export function foldCase(set: Ranges): Ranges {
  if (set === ANY) return set;
  return (set[set.length - 1] ?? 0) < ASCII_END ? foldAscii(set) : foldAny(set);
}

/** Of ASCII only k and s are one with more than their other case, so that most patterns need no table. */
function foldAscii(set: Ranges): Ranges {
  const added: number[] = [];
  for (let i = 0; i < set.length; i += 2) {
    for (let member = set[i] ?? 0; member <= (set[i + 1] ?? 0); member++) {
      const lower = member | 0x20;
      if (lower < 0x61 || lower > 0x7a) continue;
      added.push(member ^ 0x20, member ^ 0x20);
      if (lower === 0x6b) added.push(KELVIN_SIGN, KELVIN_SIGN);
      if (lower === 0x73) added.push(LONG_S, LONG_S);
    }
  }
  return added.length === 0 ? set : normalize([...set, ...added]);
}

function foldAny(set: Ranges): Ranges {
  orbits ??= readOrbits();
  const added: number[] = [];
  for (const member of membersIn(set, orbits.members)) {
    for (const other of orbits.byMember.get(member) ?? []) if (!includes(set, other)) added.push(other, other);
  }
  return added.length === 0 ? set : normalize([...set, ...added]);
}

function readOrbits(): Orbits {
  const all = FOLD_ORBITS.split(';').map(fromDistances);
  const byMember = new Map(all.flatMap((orbit) => orbit.map((member) => [member, orbit] as const)));
  return { byMember, members: Int32Array.from(byMember.keys()).sort() };
}

/** Those of the ascending members that belong to the set: time goes with what is found, not with how much the set holds. */
function membersIn(set: Ranges, members: Int32Array): number[] {
  const found: number[] = [];
  for (let i = 0; i < set.length; i += 2) {
    const [low = 0, high = 0] = [set[i], set[i + 1]];
    for (let at = firstAtLeast(members, low); at < members.length && (members[at] ?? 0) <= high; at++)
      found.push(members[at] ?? 0);
  }
  return found;
}

function firstAtLeast(ascending: Int32Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

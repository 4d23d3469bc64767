// Required text in the form in which windows are cut from it: plain rows of byte sets. Made once a rule, wherever the rule is compiled.
import type { Node } from '../syntax/node.ts';
import { ANY_BYTE, type ByteSet, isNewlineFree } from './byte-set.ts';
import { type Requirement, requiredText, weight } from './required-text.ts';
import type { Sequence, Unit } from './sequence.ts';

/** One of its alternatives occurs in every matching line, counting the byte before the line and the two behind it. */
export type Clue = readonly Alternative[];

/** Any one of its slices will do to find it. */
export type Alternative = readonly Slice[];

/** A piece of text in all the ways in which it may be written as bytes; to find it, each way must be looked for. */
export type Slice = readonly Row[];
export type Row = readonly ByteSet[];

/** Most clues kept of a rule, the weightiest first. */
const MAX_CLUES = 6;

/** Most characters with several encodings in one slice, k and s under (?i) for instance: a slice has two rows for each at least. */
const MAX_FORKS = 3;

export function cluesOf(root: Node): Clue[] {
  return requiredText(root)
    .map((requirement) => ({ requirement, bits: weight(requirement) }))
    .sort((a, b) => b.bits - a.bits)
    .slice(0, MAX_CLUES)
    .map(({ requirement }) => clueOf(requirement));
}

const clueOf = (requirement: Requirement): Clue => requirement.map(alternativeOf);

/** Cuts a sequence so that no slice has more than MAX_FORKS forks; each slice is as long as that allows. */
function alternativeOf({ before, units, after }: Sequence): Alternative {
  const all: Unit[] = [...(before ? [[[before]]] : []), ...units, ...(after ? [[[after]]] : [])];
  const forks = all.flatMap((unit, at) => (unit.length > 1 ? [at] : []));
  const slices: Slice[] = [];
  for (let first = 0; first === 0 || first + MAX_FORKS <= forks.length; first++) {
    const from = first === 0 ? 0 : (forks[first - 1] ?? 0) + 1;
    slices.push(rowsOf(all.slice(from, forks[first + MAX_FORKS])));
  }
  return slices;
}

/** Three bytes are lengthened to a gram: some byte stands before every other, were it only a `\n`. */
function rowsOf(units: readonly Unit[]): Row[] {
  let rows: ByteSet[][] = [[]];
  for (const unit of units) {
    const [only = []] = unit;
    // Most characters have one spelling, which every row goes on with; only several make more rows.
    if (unit.length === 1) for (const row of rows) row.push(...only);
    else rows = rows.flatMap((row) => unit.map((bytes) => [...row, ...bytes]));
  }
  return rows.map((row) => (row.length === 3 ? [ANY_BYTE, ...row] : row));
}

/** A place of the row that is inside of the line for certain, at or after `from`. */
export function insideLine(row: Row, from: number): number {
  for (let at = from; at < row.length; at++) if (isNewlineFree(row[at] ?? ANY_BYTE)) return at;
  return -1;
}

// How a piece of required text is cut where its characters have several spellings, so that rows do not multiply without bound.
import { ANY_BYTE, type ByteSet } from './byte-set.ts';
import type { Unit } from './sequence.ts';

/** A piece of text in all the ways in which it may be written as bytes; to find it, each way must be looked for. */
export type Slice = readonly Row[];
export type Row = readonly ByteSet[];

/** Most rows of one slice: three letters of two spellings each, or two of four. */
const MAX_SLICE_ROWS = 16;

/** A text with no more rows than this is one slice as a whole. */
const FEW_ROWS = 8;

/** A slice that is shorter than this takes in another fork whatever that costs: no window is so short. */
const FEWEST_UNITS = 4;

/** A slice of so many characters has windows for every stride; it takes in no further fork to become longer. */
const ENOUGH_UNITS = 12;

/** A stretch of the text that becomes a slice, and how many rows that has. */
interface Cut {
  readonly from: number;
  readonly end: number;
  readonly rows: number;
}

/**
 * Slices that together cover as much of the text as so many rows allow; each time the one that covers most that was not
 * covered yet, for each of its rows. There is one slice at least, whatever `maxRows`.
 */
export function slicesOf(units: readonly Unit[], maxRows: number): Slice[] {
  const rowsOfAll = units.reduce((product, unit) => product * unit.length, 1);
  if (rowsOfAll <= Math.min(maxRows, FEW_ROWS)) return [rowsOf(units)];
  const cuts = cutsOf(units, Math.min(maxRows, MAX_SLICE_ROWS));
  const covered = new Uint8Array(units.length);
  const slices: Slice[] = [];
  for (let rowsLeft = maxRows; ; ) {
    const gains = cuts.map(({ from, end, rows }) => countOf(covered.subarray(from, end), 0) / rows);
    const best = gains.indexOf(Math.max(...gains));
    const cut = cuts[best];
    if (cut === undefined || gains[best] === 0 || (slices.length > 0 && cut.rows > rowsLeft)) break;
    slices.push(rowsOf(units.slice(cut.from, cut.end)));
    covered.fill(1, cut.from, cut.end);
    rowsLeft -= cut.rows;
  }
  return slices;
}

/** From the beginning, and from behind each fork (a character of several spellings): as far as it takes to be long enough, and on to the next fork. */
function cutsOf(units: readonly Unit[], maxRows: number): Cut[] {
  const starts = [0, ...units.flatMap((unit, at) => (unit.length > 1 && at + 1 < units.length ? [at + 1] : []))];
  const cuts = starts.map((from) => {
    let [rows, end] = [1, from];
    for (; end < units.length; end++) {
      const spellings = units[end]?.length ?? 1;
      if (spellings === 1) continue;
      if (end - from >= ENOUGH_UNITS || (end - from >= FEWEST_UNITS && rows * spellings > maxRows)) break;
      rows *= spellings;
    }
    return { from, end, rows };
  });
  const usable = cuts.filter(({ from, end }) => end - from >= FEWEST_UNITS);
  return usable.length > 0 ? usable : cuts.slice(0, 1);
}

function countOf(values: Uint8Array, wanted: number): number {
  let count = 0;
  for (const value of values) if (value === wanted) count++;
  return count;
}

/** Three bytes are lengthened to a gram: some byte stands before every other, were it only a `\n`. */
function rowsOf(units: readonly Unit[]): Row[] {
  let rows: ByteSet[][] = [[]];
  for (let at = 0; at < units.length; at++) {
    const unit = units[at] ?? [];
    // Most characters have one spelling, which every row goes on with; only several make more rows.
    if (unit.length === 1) append(rows, unit[0] ?? []);
    else rows = rows.flatMap((row) => unit.map((bytes) => row.concat(bytes)));
  }
  return rows.map((row) => (row.length === 3 ? [ANY_BYTE, ...row] : row));
}

function append(rows: readonly ByteSet[][], sets: readonly ByteSet[]): void {
  for (let i = 0; i < rows.length; i++) for (let k = 0; k < sets.length; k++) rows[i]?.push(sets[k] ?? ANY_BYTE);
}

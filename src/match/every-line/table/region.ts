// How the groups share the kernel's table.
import { END_OF_ROWS, FIRST_ROW, LINE_ROW_SHIFT, MARKED_ROWS } from '../../wasm/layout.ts';
import { MAX_COLUMNS } from './columns.ts';

/** Rows [first, end). */
export interface RowSpan {
  readonly first: number;
  readonly end: number;
}

/** What belongs to one group: rows that are just gone to, and rows that mean something. */
export interface Region {
  readonly plain: RowSpan;
  readonly marked: RowSpan;
}

/** The row for what is not known yet is as long as any, since it must lead to itself in all columns. */
export const UNITS_OF_NO_ROW = (2 * MAX_COLUMNS) >> LINE_ROW_SHIFT;

/** However small a group is beside others, it gets this share of an equal one. */
const LEAST_SHARE = 1 / 4;

/** Divides the table by the sizes of the groups. */
export function divideTable(sizes: readonly number[]): Region[] {
  const least = (LEAST_SHARE * sizes.reduce((sum, size) => sum + size, 0)) / sizes.length;
  const shares = sizes.map((size) => Math.max(size, least));
  const plain = spans({ first: FIRST_ROW, end: MARKED_ROWS }, shares);
  const marked = spans({ first: MARKED_ROWS + UNITS_OF_NO_ROW, end: END_OF_ROWS }, shares);
  return sizes.map((_, i) => ({ plain: plain[i] ?? EMPTY, marked: marked[i] ?? EMPTY }));
}

const EMPTY: RowSpan = { first: 0, end: 0 };

export const EMPTY_REGION: Region = { plain: EMPTY, marked: EMPTY };

function spans({ first, end }: RowSpan, shares: readonly number[]): RowSpan[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  let before = 0;
  return shares.map((share) => {
    const from = before;
    before += share;
    const place = (at: number): number => first + Math.round(((end - first) * at) / total);
    return { first: place(from), end: place(before) };
  });
}

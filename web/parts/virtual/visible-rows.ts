// Of a long list of rows of one height: which of them there must be.

export interface Scrolled {
  /** How far down the list the view begins, in pixels. */
  readonly top: number;
  /** How high the view is. */
  readonly height: number;
}

export interface RowsToShow {
  /** The first, and the one behind the last. */
  readonly first: number;
  readonly end: number;
}

/** Rows outside of the view on either side, so that a quick hand sees no holes. */
const SPARE = 8;
/** Always a multiple of so many, so that a slow scroll changes nothing at most steps. */
const STEP = 4;

interface Drawn extends Scrolled {
  /** Rows outside of the view on either side. */
  readonly spare?: number;
}

export function rowsToShow(count: number, rowHeight: number, { top, height, spare = SPARE }: Drawn): RowsToShow {
  const first = Math.floor(top / rowHeight) - spare;
  const end = Math.ceil((top + height) / rowHeight) + spare;
  const whole = (row: number): number => Math.max(0, Math.min(count, row));
  return { first: whole(Math.floor(first / STEP) * STEP), end: whole(Math.ceil(end / STEP) * STEP) };
}

export interface Rows {
  readonly count: number;
  readonly height: number;
}

/** The same, where others are there now. Of those that somebody jumps to none is drawn for a next step: it is as far away, and all of them have to be there at once. */
export function rowsToShowNext(before: RowsToShow, { count, height }: Rows, view: Scrolled): RowsToShow {
  const next = rowsToShow(count, height, view);
  const isFar = next.first >= before.end || next.end <= before.first;
  return isFar ? rowsToShow(count, height, { ...view, spare: 0 }) : next;
}

/** Which rows there are: those, and the one that has the focus, wherever it is, so that scrolling takes it from nobody. */
export function rowsThere({ first, end }: RowsToShow, focused: number | undefined): readonly number[] {
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  if (focused === undefined || (first <= focused && focused < end)) return rows;
  return focused < first ? [focused, ...rows] : [...rows, focused];
}

/** How far the list is scrolled when this row can be seen, moved as little as may be. */
export function topFor(row: number, rowHeight: number, { top, height }: Scrolled): number {
  const above = row * rowHeight;
  return Math.min(above, Math.max(above + rowHeight - height, top));
}

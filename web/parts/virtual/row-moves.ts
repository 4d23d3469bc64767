/** Where each key leads from a row, when so many rows fit into the view. */
export const ROW_MOVES: Readonly<Record<string, (row: number, view: number) => number>> = {
  ArrowDown: (row) => row + 1,
  ArrowUp: (row) => row - 1,
  PageDown: (row, view) => row + view,
  PageUp: (row, view) => row - view,
  Home: () => 0,
  End: () => Number.POSITIVE_INFINITY,
};

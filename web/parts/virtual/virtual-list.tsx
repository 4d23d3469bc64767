import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useFocusedRow } from './use-focused-row.ts';
import { useHolding } from './use-holding.ts';
import { useRowSteps } from './use-row-steps.ts';
import { type RowsToShow, rowsThere, rowsToShowNext } from './visible-rows.ts';

export interface VirtualListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  /** One row, which is a link. */
  readonly row: (item: Item) => ComponentChildren;
  /** The end is near: it is time to load more. */
  readonly onNearEnd: () => void;
  /** Stands over the first rows; to go there is still to read the list. */
  readonly notice?: ComponentChildren;
  /** The list is looked at further down, or the pointer rests on it, or the focus is in it: it should not move by itself. */
  readonly onHeld: (held: boolean) => void;
}

/** Far enough away that what is loaded is there before a quick hand is. */
const NEAR_ROWS = 50;
/** Nobody scrolls any more. */
const REST_MS = 100;
/** Until there is a row to be measured. */
const FIRST_GUESS = 40;

/** A list of any length of which only the visible rows are there. All rows have the height that the style sheet gives the first. The arrows, Page Up and Down, Home and End go from row to row. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, row: draw, onNearEnd, onHeld, notice } = props;
  const frame = useRef<HTMLDivElement>(null);
  const count = items.length;
  const { shown, rowHeight } = useVisibleRows(frame, count);
  useHolding(frame, onHeld);
  useRowSteps(frame, { count, height: rowHeight });
  const focused = useFocusedRow(frame);
  const there = itemsIn(items, rowsThere(shown, focused));
  const isNearEnd = shown.end > count - NEAR_ROWS;
  useLayoutEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, count]);
  return (
    <div class="virtual-frame">
      {notice}
      <div ref={frame} class="virtual-list">
        <ol aria-label={label} style={{ height: `${count * rowHeight}px` }}>
          {there.map(({ row, item }) => (
            // A row is its place: where other items move in, it changes its text, and is not made anew.
            <li
              key={row}
              aria-setsize={count}
              aria-posinset={row + 1}
              style={{ transform: `translateY(${row * rowHeight}px)` }}
            >
              {draw(item)}
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

/** No function that outlives a drawing may know the items of then: a hundred thousand that nobody shows any more would stay. */
function itemsIn<Item>(items: readonly Item[], rows: readonly number[]) {
  return rows.flatMap((row) => {
    const item = items[row];
    return item === undefined ? [] : [{ row, item }];
  });
}

/** Follows the scrolling, the size of the frame, and the height of a row. */
function useVisibleRows(frame: { readonly current: HTMLDivElement | null }, count: number) {
  const [rowHeight, setRowHeight] = useState(FIRST_GUESS);
  const [shown, setShown] = useState<RowsToShow>({ first: 0, end: Math.min(count, 40) });
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const look = (): void => {
      const height = element.querySelector('li')?.offsetHeight || FIRST_GUESS;
      const view = { top: element.scrollTop, height: element.clientHeight };
      setRowHeight(height);
      setShown((before) => {
        const next = rowsToShowNext(before, { count, height }, view);
        return before.first === next.first && before.end === next.end ? before : next;
      });
    };
    let rest: ReturnType<typeof setTimeout> | undefined;
    const follow = (): void => {
      look();
      // Where somebody stays, the next step is prepared.
      clearTimeout(rest);
      rest = setTimeout(look, REST_MS);
    };
    look();
    element.addEventListener('scroll', follow, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      clearTimeout(rest);
      element.removeEventListener('scroll', follow);
      observer.disconnect();
    };
  }, [count]);
  return { shown: { first: Math.min(shown.first, count), end: Math.min(shown.end, count) }, rowHeight };
}

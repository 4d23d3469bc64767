import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useHolding } from './use-holding.ts';
import { useRowSteps } from './use-row-steps.ts';
import { type RowsToShow, rowsToShow } from './visible-rows.ts';

export interface VirtualListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** One row, which is a link. */
  readonly row: (item: Item) => ComponentChildren;
  /** The end is near: it is time to load more. */
  readonly onNearEnd: () => void;
  /** Stands over the first rows; to go there is still to read the list. */
  readonly notice?: ComponentChildren;
  /** The list is looked at further down, or the pointer rests on it, or the focus is in it: it should not move by itself. */
  readonly onHeld: (held: boolean) => void;
}

const NEAR_ROWS = 40;
/** Until there is a row to be measured. */
const FIRST_GUESS = 40;

/** A list of any length of which only the visible rows are there. All rows have the height that the style sheet gives the first. The arrows, Home and End go from row to row. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, keyOf, row, onNearEnd, onHeld, notice } = props;
  const frame = useRef<HTMLDivElement>(null);
  const { shown, rowHeight } = useVisibleRows(frame, items.length);
  useHolding(frame, onHeld);
  useRowSteps(frame, rowHeight);
  const isNearEnd = shown.end > items.length - NEAR_ROWS;
  useLayoutEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, items.length]);
  return (
    <div class="virtual-frame">
      {notice}
      <div ref={frame} class="virtual-list">
        <ol aria-label={label} style={{ height: `${items.length * rowHeight}px` }}>
          {items.slice(shown.first, shown.end).map((item, at) => (
            <li
              key={keyOf(item)}
              aria-setsize={items.length}
              aria-posinset={shown.first + at + 1}
              style={{ transform: `translateY(${(shown.first + at) * rowHeight}px)` }}
            >
              {row(item)}
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
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
      const next = rowsToShow(count, height, { top: element.scrollTop, height: element.clientHeight });
      setRowHeight(height);
      setShown((before) => (before.first === next.first && before.end === next.end ? before : next));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [count]);
  return { shown: { first: Math.min(shown.first, count), end: Math.min(shown.end, count) }, rowHeight };
}

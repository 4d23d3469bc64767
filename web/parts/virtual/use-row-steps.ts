import { useLayoutEffect } from 'preact/hooks';
import { ROW_MOVES } from './row-moves.ts';
import { topFor } from './visible-rows.ts';

export interface Rows {
  readonly count: number;
  readonly height: number;
}

/** The arrows, Page Up and Down, Home and End go from row to row, each of which holds a link. */
export function useRowSteps(frame: { readonly current: HTMLDivElement | null }, { count, height }: Rows): void {
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const stop = new AbortController();
    element.addEventListener('keydown', (event) => stepThrough(element, event, { count, height }), {
      signal: stop.signal,
    });
    return () => stop.abort();
  }, [count, height]);
}

/** Counted from 0; undefined for what is in none. */
export function rowOf(target: EventTarget | null): number | undefined {
  const item = target instanceof Element ? target.closest('li') : null;
  return item ? Number(item.getAttribute('aria-posinset')) - 1 : undefined;
}

function stepThrough(frame: HTMLElement, event: KeyboardEvent, { count, height }: Rows): void {
  const here = rowOf(document.activeElement);
  const step = ROW_MOVES[event.key];
  if (step === undefined || here === undefined) return;
  event.preventDefault();
  // One row of the view before stays in sight.
  const view = Math.max(1, Math.floor(frame.clientHeight / height) - 1);
  goTo(frame, Math.max(0, Math.min(count - 1, step(here, view))), height);
}

function goTo(frame: HTMLElement, row: number, rowHeight: number): void {
  frame.scrollTop = topFor(row, rowHeight, { top: frame.scrollTop, height: frame.clientHeight });
  const link = (): HTMLElement | null => frame.querySelector(`li[aria-posinset="${row + 1}"] > a`);
  const focus = (): void => link()?.focus({ preventScroll: true });
  // A row further away is made after the scrolling was heard of.
  if (link() === null) requestAnimationFrame(focus);
  else focus();
}

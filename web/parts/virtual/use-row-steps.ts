import { useLayoutEffect } from 'preact/hooks';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** The arrows, Home and End go from row to row, each of which holds a link. */
export function useRowSteps(frame: { readonly current: HTMLDivElement | null }, rowHeight: number): void {
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const stop = new AbortController();
    element.addEventListener('keydown', (event) => stepThrough(element, event, rowHeight), { signal: stop.signal });
    return () => stop.abort();
  }, [rowHeight]);
}

function stepThrough(frame: HTMLElement, event: KeyboardEvent, rowHeight: number): void {
  const step = STEPS[event.key];
  if (event.key === 'Home' || event.key === 'End') goToEnd(frame, event.key);
  else if (step !== undefined) goToNeighbour(frame, step, rowHeight);
  else return;
  event.preventDefault();
}

function goToEnd(frame: HTMLElement, which: 'Home' | 'End'): void {
  frame.scrollTop = which === 'Home' ? 0 : frame.scrollHeight;
  // The rows there are made after the scrolling was heard of.
  requestAnimationFrame(() => {
    const row = which === 'Home' ? 'li:first-child' : 'li:last-child';
    frame.querySelector<HTMLElement>(`${row} > a`)?.focus({ preventScroll: true });
  });
}

function goToNeighbour(frame: HTMLElement, step: number, rowHeight: number): void {
  const here = document.activeElement?.closest('li');
  const next = step > 0 ? here?.nextElementSibling : here?.previousElementSibling;
  if (!next) return;
  next.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
  const top = (Number(next.getAttribute('aria-posinset')) - 1) * rowHeight;
  const least = top + rowHeight - frame.clientHeight;
  frame.scrollTop = Math.min(top, Math.max(least, frame.scrollTop));
}

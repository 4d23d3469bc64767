import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { ROW_MOVES } from '../../../parts/virtual/row-moves.ts';

/** Of all lines only their frame is a stop of the Tab key. From there the arrows, Page Up and Down, Home and End go from line to line, left and right to what leads on from one; Escape goes back. */
export function useLineSteps(
  frame: RefObject<HTMLElement | null>,
  lines: RefObject<HTMLElement | null>,
  goOn: () => void,
): void {
  useLayoutEffect(() => {
    const [element, list] = [frame.current, lines.current];
    if (!element || !list) return;
    const stop = new AbortController();
    element.addEventListener('keydown', (event) => press(event, { frame: element, list, goOn }), {
      signal: stop.signal,
    });
    return () => stop.abort();
  }, []);
}

interface Lines {
  readonly frame: HTMLElement;
  readonly list: HTMLElement;
  readonly goOn: () => void;
}

function press(event: KeyboardEvent, lines: Lines): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const here = event.target instanceof Element ? event.target.closest('li') : null;
  const next = here === null ? entered(event.key, lines) : nextOf(event, here, lines);
  if (next === undefined) return;
  event.preventDefault();
  if (next === 'out') lines.goOn();
  else next.focus();
}

/** The first key goes to a line that can be seen already. */
function entered(key: string, { frame, list }: Lines): HTMLElement | undefined {
  const { first, last } = seenIn(frame, list);
  if (key === 'ArrowDown' || key === 'PageDown') return lineAt(list, first);
  if (key === 'ArrowUp' || key === 'PageUp') return lineAt(list, last);
  return moved(key, list, { from: 0, view: 0 });
}

function nextOf({ key, target }: KeyboardEvent, here: HTMLElement, lines: Lines): HTMLElement | 'out' | undefined {
  if (key === 'Escape') return 'out';
  const ways = [here, ...here.querySelectorAll('a')];
  const at = target instanceof HTMLElement ? ways.indexOf(target) : -1;
  if (key === 'ArrowRight') return ways[at + 1];
  if (key === 'ArrowLeft') return ways[at - 1];
  const { first, last } = seenIn(lines.frame, lines.list);
  const from = [...lines.list.children].indexOf(here);
  // One line of the view before stays in sight.
  return moved(key, lines.list, { from, view: Math.max(1, last - first) });
}

interface Position {
  readonly from: number;
  /** How many lines can be seen at once. */
  readonly view: number;
}

function moved(key: string, list: HTMLElement, { from, view }: Position): HTMLElement | undefined {
  const move = ROW_MOVES[key];
  return move && lineAt(list, Math.max(0, Math.min(list.children.length - 1, move(from, view))));
}

function lineAt(list: HTMLElement, place: number): HTMLElement | undefined {
  const line = list.children[place];
  return line instanceof HTMLElement ? line : undefined;
}

/** The first and the last of those that can be seen whole. */
function seenIn(frame: HTMLElement, list: HTMLElement): { readonly first: number; readonly last: number } {
  const { top, bottom } = frame.getBoundingClientRect();
  const boxes = [...list.children].map((line) => line.getBoundingClientRect());
  const first = Math.max(
    0,
    boxes.findIndex((box) => box.top >= top),
  );
  return {
    first,
    last: Math.max(
      first,
      boxes.findLastIndex((box) => box.bottom <= bottom),
    ),
  };
}

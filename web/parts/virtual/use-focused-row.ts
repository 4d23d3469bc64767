import { useLayoutEffect, useState } from 'preact/hooks';
import { rowOf } from './use-row-steps.ts';

/** Which row of the list in this frame has the focus, if one has. */
export function useFocusedRow(frame: { readonly current: HTMLElement | null }): number | undefined {
  const [row, setRow] = useState<number | undefined>();
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const stop = new AbortController();
    element.addEventListener('focusin', ({ target }) => setRow(rowOf(target)), { signal: stop.signal });
    element.addEventListener('focusout', () => setRow(undefined), { signal: stop.signal });
    return () => stop.abort();
  }, []);
  return row;
}

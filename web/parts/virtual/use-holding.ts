import { useLayoutEffect, useRef } from 'preact/hooks';

/** Tells whether somebody reads the list that scrolls in this frame: further down, with the pointer on what surrounds it, or with the focus there. */
export function useHolding(frame: { readonly current: HTMLDivElement | null }, onHeld: (held: boolean) => void): void {
  const tell = useRef(onHeld);
  tell.current = onHeld;
  useLayoutEffect(() => {
    const list = frame.current;
    const whole = list?.parentElement;
    if (!list || !whole) return;
    const stop = new AbortController();
    let [isPointedAt, hasFocus] = [false, false];
    const look = (): void => tell.current(list.scrollTop > 0 || isPointedAt || hasFocus);
    const listen = (target: HTMLElement, name: string, note: (event: Event) => void): void =>
      target.addEventListener(
        name,
        (event) => {
          note(event);
          look();
        },
        { signal: stop.signal, passive: true },
      );
    listen(list, 'scroll', () => undefined);
    listen(whole, 'pointerenter', () => {
      isPointedAt = true;
    });
    listen(whole, 'pointerleave', () => {
      isPointedAt = false;
    });
    listen(whole, 'focusin', () => {
      hasFocus = true;
    });
    listen(whole, 'focusout', (event) => {
      hasFocus =
        event instanceof FocusEvent && event.relatedTarget instanceof Node && whole.contains(event.relatedTarget);
    });
    return () => stop.abort();
  }, []);
}

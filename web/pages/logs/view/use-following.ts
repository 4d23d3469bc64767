import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { isAtEndNow } from './reading-end.ts';

/** Keeps the end of the lines in sight until somebody reads further up, or goes from line to line; tells when that begins and when it ends. */
export function useFollowing(
  frame: RefObject<HTMLElement | null>,
  lines: RefObject<HTMLElement | null>,
  onHeld: (held: boolean) => void,
) {
  const tell = useRef(onHeld);
  tell.current = onHeld;
  const view = useMemo(() => new FollowingView(frame, lines, (held) => tell.current(held)), []);
  useLayoutEffect(() => {
    const [element, list] = [frame.current, lines.current];
    if (!element || !list) return;
    const stop = new AbortController();
    for (const name of ['scroll', 'focusin', 'focusout'])
      element.addEventListener(name, view.look, { signal: stop.signal, passive: true });
    const observer = new ResizeObserver(view.follow);
    observer.observe(list);
    return () => {
      stop.abort();
      observer.disconnect();
    };
  }, []);
  return view;
}

class FollowingView {
  readonly #frame: RefObject<HTMLElement | null>;
  readonly #lines: RefObject<HTMLElement | null>;
  readonly #onHeld: (held: boolean) => void;
  #isAtEnd = true;
  #top = 0;
  #isHeld = false;

  constructor(
    frame: RefObject<HTMLElement | null>,
    lines: RefObject<HTMLElement | null>,
    onHeld: (held: boolean) => void,
  ) {
    [this.#frame, this.#lines, this.#onHeld] = [frame, lines, onHeld];
  }

  readonly look = (event?: Event): void => {
    const frame = this.#frame.current;
    if (!frame) return;
    const { scrollTop: top, clientHeight: height, scrollHeight: whole } = frame;
    this.#isAtEnd = isAtEndNow(this.#isAtEnd, this.#top, { top, height, whole });
    this.#top = top;
    const focused =
      event instanceof FocusEvent && event.type === 'focusout' ? event.relatedTarget : document.activeElement;
    this.#hold(!this.#isAtEnd || (focused instanceof Node && this.#lines.current?.contains(focused) === true));
  };

  readonly follow = (): void => {
    const frame = this.#frame.current;
    if (!frame || !this.#isAtEnd || this.#isHeld) return;
    frame.scrollTop = frame.scrollHeight;
    this.#top = frame.scrollTop;
  };

  /** To the newest line, and with all that come. */
  readonly goOn = (): void => {
    this.#frame.current?.focus({ preventScroll: true });
    [this.#isAtEnd, this.#isHeld] = [true, false];
    this.follow();
    this.#onHeld(false);
  };

  #hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    this.#onHeld(isHeld);
  }
}

import { useEffect, useRef, useState } from 'preact/hooks';

/** As parts of the width. */
export interface DrawnSpan {
  readonly left: number;
  readonly width: number;
}

/** Lets the pointer draw a span on a surface, and tells of it when it is done: where it begins and ends, as parts of the width. */
export function useDrawnSpan(onDrawn: (left: number, right: number) => void) {
  const surface = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<DrawnSpan | undefined>();
  const tell = useRef(onDrawn);
  tell.current = onDrawn;
  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    const stop = new AbortController();
    listenForSpans(element, { draw: setDrawn, done: (left, right) => tell.current(left, right) }, stop.signal);
    return () => stop.abort();
  }, []);
  return { surface, drawn };
}

interface SpanListener {
  /** It is being drawn; undefined when it no longer is. */
  draw(span: DrawnSpan | undefined): void;
  done(left: number, right: number): void;
}

function listenForSpans(element: HTMLElement, { draw, done }: SpanListener, signal: AbortSignal): void {
  let begun: number | undefined;
  const partOf = ({ clientX }: PointerEvent): number => {
    const { left, width } = element.getBoundingClientRect();
    return Math.max(0, Math.min(1, (clientX - left) / width));
  };
  const spanTo = (event: PointerEvent): DrawnSpan => {
    const here = partOf(event);
    const left = Math.min(begun ?? here, here);
    return { left, width: Math.max(begun ?? here, here) - left };
  };
  const end = (): void => {
    begun = undefined;
    draw(undefined);
  };
  element.addEventListener(
    'pointerdown',
    (event) => {
      element.setPointerCapture(event.pointerId);
      begun = partOf(event);
    },
    { signal },
  );
  element.addEventListener('pointermove', (event) => begun !== undefined && draw(spanTo(event)), { signal });
  element.addEventListener('pointercancel', end, { signal });
  element.addEventListener(
    'pointerup',
    (event) => {
      const { left, width } = spanTo(event);
      end();
      done(left, left + width);
    },
    { signal },
  );
}

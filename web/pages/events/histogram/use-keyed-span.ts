import type { TargetedFocusEvent, TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { endsOf, type KeyedSpan, lastStep, spanAfter } from './keyed-span.ts';
import type { Steps } from './span-steps.ts';

export interface KeyedSpanOptions {
  readonly steps: Steps;
  /** It was there a moment ago, with other steps, and had the focus. */
  readonly takesFocus: boolean;
  readonly onChosen: (from: number, to: number) => void;
}

/** Lets the keyboard choose a span on a surface, and tells of it when Enter is pressed. Without the focus, and for whoever points, there is none. */
export function useKeyedSpan(
  surface: { readonly current: HTMLElement | null },
  { steps, takesFocus, onChosen }: KeyedSpanOptions,
) {
  const [span, setSpan] = useState<KeyedSpan | undefined>();
  useLayoutEffect(() => {
    if (takesFocus) surface.current?.focus({ preventScroll: true });
  }, []);
  const press = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const before = span ?? lastStep(steps);
    const isDone = event.key === 'Enter' || event.key === ' ';
    const next = isDone ? before : spanAfter(before, event, steps);
    if (next === undefined) return;
    event.preventDefault();
    setSpan(next);
    if (!isDone) return;
    const { from, to } = endsOf(next, steps);
    onChosen(from, to);
  };
  const listeners = {
    onFocus: ({ currentTarget }: TargetedFocusEvent<HTMLElement>) =>
      setSpan(currentTarget.matches(':focus-visible') ? lastStep(steps) : undefined),
    onBlur: () => setSpan(undefined),
    onPointerDown: () => setSpan(undefined),
    onKeyDown: press,
  };
  return { span, listeners };
}

// A span of time that is chosen by keys: from one step to another, both of them in it.
import type { Steps } from './span-steps.ts';

/** By the moments at which two steps begin, as the steps themselves move on with the time. */
export interface KeyedSpan {
  /** Stays where it is while the span is made longer. */
  readonly anchor: number;
  readonly here: number;
}

export interface PressedKey {
  readonly key: string;
  /** Makes the span longer, or shorter again, instead of choosing another step. */
  readonly shiftKey: boolean;
}

const FAR_STEPS = 6;

/** As of every slider. */
const MOVES: Readonly<Record<string, (step: number) => number>> = {
  ArrowLeft: (step) => step - 1,
  ArrowDown: (step) => step - 1,
  ArrowRight: (step) => step + 1,
  ArrowUp: (step) => step + 1,
  PageDown: (step) => step - FAR_STEPS,
  PageUp: (step) => step + FAR_STEPS,
  Home: () => 0,
  End: () => Number.POSITIVE_INFINITY,
};

/** What happened last is where everybody looks first. */
export const lastStep = (steps: Steps): KeyedSpan => spanOfStep(steps.count - 1, steps);

/** Undefined for a key that moves nothing. */
export function spanAfter(span: KeyedSpan, { key, shiftKey }: PressedKey, steps: Steps): KeyedSpan | undefined {
  if (key === 'Escape' && span.anchor !== span.here) return { anchor: span.here, here: span.here };
  const move = MOVES[key];
  if (move === undefined) return undefined;
  const next = spanOfStep(move(stepAt(span.here, steps)), steps);
  return shiftKey ? { ...next, anchor: span.anchor } : next;
}

/** Where it begins and where it ends, within what is shown. */
export function endsOf({ anchor, here }: KeyedSpan, steps: Steps): { readonly from: number; readonly to: number } {
  const [first, last] = [stepAt(Math.min(anchor, here), steps), stepAt(Math.max(anchor, here), steps)];
  return { from: startOf(first, steps), to: startOf(last + 1, steps) };
}

/** Which step this moment is in, or the nearest. */
export function stepAt(moment: number, { from, minutes, count }: Steps): number {
  return Math.max(0, Math.min(count - 1, Math.floor((moment - from) / lengthOf(minutes))));
}

function spanOfStep(step: number, steps: Steps): KeyedSpan {
  const at = startOf(Math.max(0, Math.min(steps.count - 1, step)), steps);
  return { anchor: at, here: at };
}

const startOf = (step: number, { from, minutes }: Steps): number => from + step * lengthOf(minutes);

const lengthOf = (minutes: number): number => minutes * 60_000;

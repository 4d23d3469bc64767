// The figures of several engines as those of one watching.
import { TAIL_STATES, type TailState } from '../../core/lines/reading.ts';
import type { BacklogFigures, TailFigures } from '../../telemetry/occurrences/tail.ts';

export function sumOfFigures(all: readonly TailFigures[]): TailFigures {
  const sum = (of: (figures: TailFigures) => number): number => all.reduce((so, one) => so + of(one), 0);
  const counts = TAIL_STATES.map((state) => [state, sum(({ states }) => states[state])] as const);
  return {
    lines: sum(({ lines }) => lines),
    bytes: sum(({ bytes }) => bytes),
    lateLines: sum(({ lateLines }) => lateLines),
    active: sum(({ active }) => active),
    stuck: sum(({ stuck }) => stuck),
    lagSeconds: Math.max(0, ...all.map(({ lagSeconds }) => lagSeconds)),
    // The entries name each state once.
    states: Object.fromEntries(counts) as Record<TailState, number>,
  };
}

export function sumOfBacklogs(all: readonly BacklogFigures[]): BacklogFigures {
  const sum = (of: (figures: BacklogFigures) => number): number => all.reduce((so, one) => so + of(one), 0);
  return {
    effects: sum(({ effects }) => effects),
    bytes: sum(({ bytes }) => bytes),
    mostEffects: sum(({ mostEffects }) => mostEffects),
    mostBytes: sum(({ mostBytes }) => mostBytes),
  };
}

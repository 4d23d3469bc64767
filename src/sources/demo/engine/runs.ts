// In which run a container of the demo is at a moment, and what its engine told of its runs until then.

import { endsBetween, lastEndUntil, type RunEnd } from '../plot/story.ts';
import type { DemoContainer, DemoWorld } from '../shop/shop-containers.ts';

/** How far back anything is known: the containers were made then. */
export const HISTORY_SECONDS = 1_800;

/** Within its second a run ends behind all that it says there. */
const END_MS = 400;

export interface Run {
  readonly isRunning: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** How the last run ended; undefined when none has. */
  readonly ended: { readonly at: number; readonly exitCode: number; readonly isOom: boolean } | undefined;
  readonly restarts: number;
}

export interface LifeEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly action: 'start' | 'oom' | 'die';
  readonly attributes: Readonly<Record<string, string>>;
}

/** When everything of this world was made, milliseconds since 1970. */
export const madeAt = ({ begins }: DemoWorld): number => (begins - HISTORY_SECONDS) * 1_000;

export function runAt(now: number, { ends, world }: DemoContainer): Run {
  const made = madeAt(world);
  const always: Run = { isRunning: true, startedAt: made, ended: undefined, restarts: 0 };
  if (!ends) return always;
  const second = Math.floor((now - END_MS) / 1_000) - world.begins;
  const last = lastEndUntil(second);
  const at = endTime(last, world);
  if (at < made) return always;
  const back = (world.begins + last.backAt) * 1_000;
  return {
    isRunning: now >= back,
    startedAt: back,
    ended: { at, exitCode: last.exitCode, isOom: last.isOom },
    restarts: endsBetween(-HISTORY_SECONDS, second + 1).length,
  };
}

/** Those in [from, to), in order. */
export function lifeBetween(from: number, to: number, { ends, world }: DemoContainer): readonly LifeEvent[] {
  if (!ends) return [];
  const [first, behind] = [from, to].map((at) => Math.floor(at / 1_000) - world.begins);
  const found = endsBetween((first ?? 0) - ENDED_EARLIER_SECONDS, (behind ?? 0) + 1);
  return found.flatMap((end) => told(end, world)).filter(({ at }) => at >= from && at < to);
}

/** A run that is told of as begun ended no longer ago. */
const ENDED_EARLIER_SECONDS = 10;

function told(end: RunEnd, world: DemoWorld): readonly LifeEvent[] {
  const at = endTime(end, world);
  const died: LifeEvent = { at, action: 'die', attributes: { exitCode: String(end.exitCode) } };
  const started: LifeEvent = { at: (world.begins + end.backAt) * 1_000, action: 'start', attributes: {} };
  return end.isOom ? [{ at: at - 1, action: 'oom', attributes: {} }, died, started] : [died, started];
}

const endTime = ({ second }: RunEnd, { begins }: DemoWorld): number => (begins + second) * 1_000 + END_MS;

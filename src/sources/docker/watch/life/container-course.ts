// The course of one container's life: what of all that is heard and found of it is a happening, each once.
import type { Happening, HappeningDetails, HappeningKind } from '../../../../core/life/happening.ts';
import { compareStamps, laterStamp, type Stamp, stampAfter } from '../../../../core/lines/stamp.ts';
import type { LifeWord } from '../events/life-word.ts';
import type { EndFacts } from './end-facts.ts';
import { asksToEnd, isEndOf } from './stop-request.ts';

export interface LoopLimit {
  /** So many restarts within so many seconds are a loop. */
  readonly restarts: number;
  readonly withinSeconds: number;
}

export interface CourseState {
  /** The latest moment that was heard of. */
  readonly asOf: Stamp | undefined;
  /** The signals that asked it to end, in the run that goes on or has ended last. */
  readonly asked: readonly number[];
  /** When memory was short in that run, last. */
  readonly oomAt: Stamp | undefined;
  /** How it ended; undefined while it runs. */
  readonly death: Death | undefined;
  /** An end that is not told yet: whether it is one for want of memory the engine may still say. */
  readonly doubt: DoubtfulEnd | undefined;
  readonly isUnhealthy: boolean;
  /** When it was restarted, as far as that may still be part of a loop. */
  readonly restarts: readonly Stamp[];
}

export interface Death {
  readonly at: Stamp;
  /** It was not heard but found: its event may still come. */
  readonly isFound: boolean;
  readonly wasAsked: boolean;
}

export interface DoubtfulEnd {
  readonly at: Stamp;
  readonly exitCode: number;
  readonly stopAsked: boolean | null;
}

export const UNKNOWN_COURSE: CourseState = {
  asOf: undefined,
  asked: [],
  oomAt: undefined,
  death: undefined,
  doubt: undefined,
  isUnhealthy: false,
  restarts: [],
};

/** A program that is killed for want of memory ends with it. */
const KILLED = 128 + 9;
/** The end of a container follows within this time on the shortage that caused it, or is told within it before the shortage. */
const OOM_ENDS_WITHIN_MS = 10_000;
/** Of an end that was found the event may come as late as this. */
const EVENT_COMES_WITHIN_MS = 10_000;
/** More of a loop than this is not counted. */
export const MOST_RESTARTS = 100;
const MOST_SIGNALS = 4;

/** `isKnown`: whatever was heard of the run before its end was heard from its beginning, or for long enough. */
export interface Hearing {
  readonly isKnown: boolean;
  readonly loop: LoopLimit;
}

export interface Heard {
  readonly word: LifeWord;
  readonly at: Stamp;
}

type Turn = readonly [state: CourseState, happenings: readonly Happening[]];

/** An event of the container, in the order of the engine's stream, none of them twice. */
export function heard(before: CourseState, { word, at }: Heard, hearing: Hearing): Turn {
  // An engine whose clock was set back goes on from there.
  const state = { ...before, asOf: at };
  switch (word.is) {
    case 'started':
      return restarted(state, at, hearing.loop);
    case 'signalled':
      return [asksToEnd(word.signal) ? withSignal(state, word.signal) : state, []];
    case 'oom':
      // What comes behind an end belongs to that end, also when it runs again already.
      if (state.doubt && isWithin(state.doubt.at, at, OOM_ENDS_WITHIN_MS)) return settled(state, true);
      if (state.death !== undefined) return [state, []];
      return [{ ...state, oomAt: at }, [happening('oom', inOrder(state, at))]];
    case 'died':
      return died(state, { exitCode: word.exitCode, at }, hearing);
    case 'health':
      return health(state, word.isHealthy, at);
    case 'removed':
      return [state, []];
  }
}

/** The engine says how its last run ended. */
export function foundEnded(before: CourseState, facts: EndFacts, loop: LoopLimit): Turn {
  const { startedAt, finishedAt, exitCode, isOom } = facts;
  const at = startedAt ? laterStamp(startedAt, finishedAt) : finishedAt;
  if (before.death && compareStamps(before.death.at, startedAt ?? finishedAt) >= 0) return [before, []];
  const [state, loops] = before.death ? restarted(before, at, loop) : ([before, []] as const);
  const seen = { ...state, asOf: laterStamp(state.asOf, at) };
  const wasAsked = seen.asked.length > 0;
  const death = { at, isFound: true, wasAsked };
  const told = endOf(seen, { at: finishedAt, exitCode, isOom, stopAsked: wasAsked || null });
  return [{ ...seen, death }, [...loops, ...told]];
}

/** An end that was in doubt is told as what it was. */
export function settled(before: CourseState, isOom: boolean): Turn {
  const { doubt, ...rest } = before;
  if (doubt === undefined) return [before, []];
  const { at, exitCode, stopAsked } = doubt;
  const details = isOom ? { exitCode } : { exitCode, stopAsked };
  return [{ ...rest, doubt: undefined }, [happening(isOom ? 'oom' : 'died', inOrder(before, at), details)]];
}

/** Whether what the engine says of an end is about the one that is in doubt. */
export const isOfDoubt = ({ doubt }: CourseState, { finishedAt }: EndFacts): boolean =>
  doubt !== undefined &&
  isWithin(doubt.at, finishedAt, OOM_ENDS_WITHIN_MS) &&
  isWithin(finishedAt, doubt.at, OOM_ENDS_WITHIN_MS);

/** A list shows that it runs: if it had ended, then nobody has heard of its start. */
export function foundRunning(before: CourseState, at: Stamp, loop: LoopLimit): Turn {
  return before.death === undefined ? [before, []] : restarted(before, laterStamp(before.asOf, at), loop);
}

/** A list shows how its health is. */
export function foundHealth(before: CourseState, isHealthy: boolean, at: Stamp): Turn {
  return before.isUnhealthy === !isHealthy ? [before, []] : health(before, isHealthy, laterStamp(before.asOf, at));
}

function died(
  state: CourseState,
  { exitCode, at }: { readonly exitCode: number | undefined; readonly at: Stamp },
  { isKnown, loop }: Hearing,
): Turn {
  // Where the event does not tell how it ended, the engine is asked when a list shows the end.
  if (exitCode === undefined) return [state, []];
  if (state.death?.isFound && isWithin(state.death.at, at, EVENT_COMES_WITHIN_MS))
    return [{ ...state, death: { ...state.death, at, isFound: false } }, []];
  const [sure, before] = settled(state, false);
  // It had ended before: nobody has heard of its last start.
  const [run, loops] = sure.death ? restarted(sure, at, loop) : ([sure, []] as const);
  const wasAsked = run.asked.length > 0;
  const stopAsked = wasAsked || (isKnown ? false : null);
  const ended = { ...run, death: { at, isFound: false, wasAsked } };
  if (exitCode === KILLED && !wasAsked && run.oomAt === undefined)
    return [{ ...ended, doubt: { at, exitCode, stopAsked } }, [...before, ...loops]];
  const told = endOf(run, { at, exitCode, isOom: false, stopAsked });
  return [ended, [...before, ...loops, ...told]];
}

interface End {
  readonly at: Stamp;
  readonly exitCode: number;
  readonly isOom: boolean;
  readonly stopAsked: boolean | null;
}

/** Of a shortage of memory and the end that it causes one is told. */
function endOf(state: CourseState, { at, exitCode, isOom, stopAsked }: End): readonly Happening[] {
  const { oomAt, asked } = state;
  if (oomAt && isWithin(oomAt, at, OOM_ENDS_WITHIN_MS)) return [];
  if (isOom && oomAt === undefined) return [happening('oom', inOrder(state, at), { exitCode })];
  if (exitCode === 0 || isEndOf(asked, exitCode)) return [];
  return [happening('died', inOrder(state, at), { exitCode, stopAsked })];
}

/** It runs anew. Only what nobody asked for is part of a loop. */
function restarted(state: CourseState, at: Stamp, { restarts: most, withinSeconds }: LoopLimit): Turn {
  const run = { ...state, asked: [], oomAt: undefined, death: undefined };
  if (state.death === undefined || state.death.wasAsked) return [run, []];
  const from = stampAfter(at, -withinSeconds * 1_000);
  const restarts = [...state.restarts, at].filter((one) => compareStamps(one, from) > 0).slice(-MOST_RESTARTS);
  const details = { restarts: restarts.length, withinSeconds };
  const loops = restarts.length >= most ? [happening('restart_loop', inOrder(state, at), details)] : [];
  return [{ ...run, restarts }, loops];
}

function health(state: CourseState, isHealthy: boolean, at: Stamp): Turn {
  if (state.isUnhealthy !== isHealthy) return [state, []];
  return [{ ...state, isUnhealthy: !isHealthy }, [happening(isHealthy ? 'healthy' : 'unhealthy', inOrder(state, at))]];
}

const withSignal = (state: CourseState, signal: number | undefined): CourseState =>
  // One that the engine does not name counts as the one that a stop sends first.
  ({ ...state, asked: [...new Set([...state.asked, signal ?? 15])].slice(-MOST_SIGNALS) });

type When = Pick<Happening, 'at' | 'inOrderAt'>;

const inOrder = ({ asOf }: CourseState, at: Stamp): When => ({ at, inOrderAt: laterStamp(asOf, at) });

function happening(kind: HappeningKind, when: When, details: HappeningDetails = {}): Happening {
  return { kind, ...when, details };
}

const isWithin = (from: Stamp, to: Stamp, ms: number): boolean => compareStamps(to, stampAfter(from, ms)) <= 0;

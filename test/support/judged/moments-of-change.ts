// Rules that change while lines are written: nobody can say beforehand which line is the first that a change meets, but one line is, and everything else follows from that.
import {
  freshState,
  judgeLine,
  type ModelEvent,
  type ModelLimit,
  type ModelRule,
  type ModelState,
} from './rule-model.ts';
import { millisOf, type WrittenLine } from './written-lines.ts';

/** Which rules apply to a container from some moment on. */
export interface Stage {
  readonly rules: readonly ModelRule[];
  /** Milliseconds since 1970: no line before this can have met it, … */
  readonly from: number;
  /** … and every line behind this must have. */
  readonly inForceBy: number;
}

export interface Told {
  readonly limit: ModelLimit;
  /** What the server says of the container, in order. */
  readonly events: readonly ModelEvent[];
}

interface Candidate {
  readonly stage: number;
  readonly state: ModelState;
  /** As many events agree. */
  readonly agreed: number;
}

/** So many candidates are worth a look for those that are the same. */
const MANY = 32;

/**
 * Every way in which the lines may have been judged that leads to exactly what the server told; an error says where the last of them failed.
 * For each change any line within its time is tried as the first that met it.
 */
export function possibleHistories(
  lines: readonly WrittenLine[],
  stages: readonly Stage[],
  told: Told,
): readonly ModelState[] {
  let candidates: Candidate[] = [{ stage: 0, state: freshState(told.limit), agreed: 0 }];
  for (const line of lines) {
    const judged = candidates.flatMap((one) => follow(one, line, { stages, limit: told.limit }));
    const agreeing = judged.flatMap((one) => agree(one, told.events) ?? []);
    if (agreeing.length === 0) throw new Error(disagreement(judged, line, told));
    candidates = agreeing.length > MANY ? different(agreeing) : agreeing;
  }
  const whole = different(candidates).filter(({ stage, state }) => {
    const isOver = stage === stages.length - 1;
    return isOver && inWords(state.events) === inWords(told.events);
  });
  if (whole.length === 0)
    throw new Error(
      `In the end the server tells\n${inWords(told.events)}\nand the model\n${inWords(candidates[0]?.state.events ?? [])}`,
    );
  return whole.map(({ state }) => state);
}

/** The line judged by each of the stages that it may have met. */
function follow(
  { stage: before, state, agreed }: Candidate,
  line: WrittenLine,
  { stages, limit }: { readonly stages: readonly Stage[]; readonly limit: ModelLimit },
): Candidate[] {
  const ms = millisOf(line.at);
  const isPossible = (stage: number): boolean => {
    const next = stages[stage + 1];
    const hasBegun = stage === before || stages.slice(before + 1, stage + 1).every(({ from }) => from <= ms);
    return stage >= before && hasBegun && (next === undefined || ms <= next.inForceBy);
  };
  const possible = [...stages.keys()].filter(isPossible);
  return possible.map((stage, i) => {
    const own = i === possible.length - 1 ? state : structuredClone(state);
    judgeLine(own, line, { rules: stages[stage]?.rules ?? [], limit });
    return { stage, state: own, agreed };
  });
}

/** With what is settled by now held against what was told; undefined when that differs. */
function agree(one: Candidate, told: readonly ModelEvent[]): Candidate | undefined {
  const { events } = one.state;
  if (events.length === one.agreed) return one;
  return firstDifference(one.state, told) === undefined ? { ...one, agreed: events.length } : undefined;
}

/** The first event that the model has otherwise, in both words. Of the last one of a rule nobody knows yet what is held back behind it. */
function firstDifference({ events, tracks }: ModelState, told: readonly ModelEvent[]): string | undefined {
  for (const [i, event] of events.entries()) {
    const other = told[i];
    const isSettled = tracks[event.rule]?.event !== event;
    const [words, others] = [event, other].map((one) => one && (isSettled ? wordsOf(one) : headOf(one)));
    if (words !== others) return `the model tells\n${words}\nand the server\n${others}`;
  }
  return undefined;
}

function different(candidates: readonly Candidate[]): Candidate[] {
  const known = new Map<string, Candidate>();
  // Events that are settled are the told ones, the same in all of them.
  for (const one of candidates)
    known.set(`${one.stage} ${JSON.stringify({ ...one.state, events: one.agreed }, withBigInts)}`, one);
  return [...known.values()];
}

const withBigInts = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

const headOf = ({ rule, at, text, suppressed }: ModelEvent): string =>
  `${millisOf(at)} rule ${rule} ${JSON.stringify(text)}, ${suppressed} before`;
const wordsOf = (event: ModelEvent): string =>
  `${headOf(event)}, ${event.heldBack} behind up to ${event.lastSeen === undefined ? '-' : millisOf(event.lastSeen)}`;

/** Events as they can be compared: a line of text each. */
export const inWords = (events: readonly ModelEvent[]): string => events.map(wordsOf).join('\n');

function disagreement(judged: readonly Candidate[], line: WrittenLine, { events }: Told): string {
  const some = judged.slice(0, 3).map(({ stage, state }) => `in stage ${stage} ${firstDifference(state, events)}`);
  return `At ${millisOf(line.at)}, ${JSON.stringify(line.text)}, ${some.join('\n')}`;
}

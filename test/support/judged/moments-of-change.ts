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
    candidates = agreeing.length > 1 ? different(agreeing) : agreeing;
  }
  const whole = candidates.filter(({ stage, state }) => {
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
  const followed: Candidate[] = [];
  for (const [stage, { rules, from }] of stages.entries()) {
    const next = stages[stage + 1];
    if (stage < before || (next && ms > next.inForceBy)) continue;
    if (stage > before && ms < from) break;
    const own = structuredClone(state);
    judgeLine(own, line, { rules, limit });
    followed.push({ stage, state: own, agreed });
  }
  return followed;
}

/** With what is settled by now held against what was told; undefined when that differs. */
function agree(one: Candidate, told: readonly ModelEvent[]): Candidate | undefined {
  const { events, tracks } = one.state;
  if (events.length === one.agreed) return one;
  const isSettled = (event: ModelEvent): boolean => tracks[event.rule]?.event !== event;
  const differs = events.some((event, i) => {
    const other = told[i];
    if (other === undefined || headOf(event) !== headOf(other)) return true;
    return isSettled(event) && wordsOf(event) !== wordsOf(other);
  });
  return differs ? undefined : { ...one, agreed: events.length };
}

function different(candidates: readonly Candidate[]): Candidate[] {
  const known = new Map<string, Candidate>();
  for (const one of candidates) known.set(`${one.stage} ${JSON.stringify(one.state, withBigInts)}`, one);
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
  const some = judged.slice(0, 3).map(({ stage, state, agreed }) => {
    const from = Math.max(0, agreed - 2);
    return `in stage ${stage} the model tells\n${inWords(state.events.slice(from))}\nand the server\n${inWords(events.slice(from, state.events.length + 2))}`;
  });
  return `At ${millisOf(line.at)}, ${JSON.stringify(line.text)}, ${some.join('\n')}`;
}

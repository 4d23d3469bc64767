// What a server tells in the end, held against what the model makes of the lines that were written.
import { expect } from 'vitest';
import type { Dockerd } from '../real-engine/host/dockerd.ts';
import { waitUntil } from '../wait-until.ts';
import { inWords } from './moments-of-change.ts';
import { freshState, judgeLine, type ModelLimit, type ModelRule, type ModelState } from './rule-model.ts';
import type { Administrator, Counted } from './tocsin-process.ts';
import { writtenLines } from './written-lines.ts';

export interface Judged {
  readonly docker: Pick<Dockerd, 'dataRoot'>;
  readonly containers: readonly string[];
  readonly rules: readonly ModelRule[];
  readonly limit: ModelLimit;
}

/** Resolves when every line that these containers wrote is judged, and that is saved. */
export async function allIsJudged(
  admin: Administrator,
  { docker, containers, limitMs = 60_000 }: Pick<Judged, 'docker' | 'containers'> & { readonly limitMs?: number },
): Promise<void> {
  const written = containers.reduce((sum, id) => sum + writtenLines(docker, id).length, 0);
  let judged = 0;
  const isDone = async (): Promise<boolean> => {
    judged = (await admin.stats()).engine.lines;
    return judged >= written;
  };
  await waitUntil(isDone, { what: () => `${written} lines are judged; ${judged} are`, limitMs, everyMs: 100 });
}

/** The very same events, and the very same counts of each rule. */
export async function expectAsModel(admin: Administrator, { docker, containers, rules, limit }: Judged): Promise<void> {
  // All at first: the model takes its time, and a connection does not wait for ever.
  const { per_rule: perRule, engine } = await admin.stats();
  const told = new Map<string, Awaited<ReturnType<Administrator['eventsOf']>>>();
  // One after the other: a caller may have two exports at a time.
  for (const id of containers) told.set(id, await admin.eventsOf(id));
  const states: ModelState[] = [];
  for (const id of containers) {
    const state = freshState(limit);
    for (const line of writtenLines(docker, id)) judgeLine(state, line, { rules, limit });
    expect(inWords(told.get(id) ?? [])).toEqual(inWords(state.events));
    states.push(state);
  }
  const sums = countsOf(states);
  expect(Object.fromEntries(perRule.map((one) => [one.rule_id, flat(one)]))).toEqual(sums);
  expect(flat(engine)).toEqual(sumOf(Object.values(sums)));
}

type Counts = Readonly<Record<string, number>>;

/** By rule, of all containers; what did not happen is left out. */
export function countsOf(states: readonly ModelState[]): Readonly<Record<string, Counts>> {
  const ids = new Set(states.flatMap(({ counts }) => Object.keys(counts)));
  return Object.fromEntries([...ids].map((id) => [id, sumOf(states.map(({ counts }) => counts[id] ?? {}))]));
}

export function sumOf(all: readonly Counts[]): Counts {
  const sums: Record<string, number> = {};
  for (const counts of all) for (const [what, count] of Object.entries(counts)) sums[what] = (sums[what] ?? 0) + count;
  return sums;
}

/** The server's figures as the model has them. */
export function flat({ hits, admitted, suppressed }: Counted): Counts {
  const { excluded: _, ...held } = suppressed;
  expect(hits).toBe(Object.values(held).reduce((sum, count) => sum + count, admitted));
  return Object.fromEntries(Object.entries({ admitted, ...suppressed }).filter(([, count]) => count > 0));
}

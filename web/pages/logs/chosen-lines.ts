// Whose lines are looked at, as it stands in the address of the page.
import type { Container } from '../../api/shapes.ts';
import { watchedNoun } from '../../format/watched-noun.ts';
import type { LineChoice } from './follow-lines.ts';

/** So many the server follows on one connection. */
export const MOST_CHOSEN = 50;
/** The past of all together fills the page, and leaves room for what comes. */
const PAST_LINES = 2_000;
const [LEAST_TAIL, MOST_TAIL] = [20, 200];

export interface NamedWorkload {
  readonly id: string;
  readonly name: string;
  readonly host: string;
}

const listed = (text: string | undefined): readonly string[] =>
  [...new Set((text ?? '').split(',').filter((id) => id !== ''))].slice(0, MOST_CHOSEN);

export const choiceOfQuery = ({ containers, workloads }: Readonly<Record<string, string>>): LineChoice => ({
  containers: listed(containers),
  workloads: listed(workloads),
});

export function pathOfChoice({ containers, workloads }: LineChoice): string {
  const lists = [
    ...(containers.length > 0 ? [`containers=${containers.join(',')}`] : []),
    ...(workloads.length > 0 ? [`workloads=${workloads.join(',')}`] : []),
  ];
  return lists.length === 0 ? '/logs' : `/logs?${lists.join('&')}`;
}

export const isNothing = ({ containers, workloads }: LineChoice): boolean =>
  containers.length === 0 && workloads.length === 0;

/** A container or a file that is one by itself needs no second name. */
export function workloadsOf(containers: readonly Container[]): readonly NamedWorkload[] {
  const grouped = containers.filter((one) => !isAlone(one));
  const found = new Map(grouped.map(({ workload: { id, name }, host }) => [id, { id, name, host }]));
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

const isAlone = ({ name, workload }: Container): boolean =>
  workload.kind === 'container' || (workload.kind === 'file' && workload.name === name);

/** How many lines of the past are asked for of each container. */
export function tailFor({ containers, workloads }: LineChoice, known: readonly Container[]): number {
  const isShown = ({ id, workload }: Container): boolean => containers.includes(id) || workloads.includes(workload.id);
  const count = Math.max(1, known.filter(isShown).length);
  return Math.min(MOST_TAIL, Math.max(LEAST_TAIL, Math.floor(PAST_LINES / count)));
}

/** What can be chosen besides workloads. */
export const nounOf = (known: readonly Container[]): 'log' | 'container' =>
  watchedNoun(known.some(({ workload }) => workload.kind === 'file'));

// What stands in the index of words beside the words: of which class, workload and rule an event is, so that a search among few of many events is quick, too.
import { createHash } from 'node:crypto';
import type { EventFilter } from '../../../core/events/event-query.ts';
import { type WantedWords, wordsOf } from '../../../core/events/event-words.ts';
import type { WantedTerms } from './text-index.ts';

/** No letter, and so in no word. */
export const MARK = '\u00b7';

export interface Described {
  readonly message: string;
  readonly class_id: number;
  readonly workload_id: string | null;
  readonly rule_id: string | null;
}

const classTerm = (id: number): string => `${MARK}c${id}`;
const workloadTerm = (id: string): string => `${MARK}w${digest(id)}`;
const ruleTerm = (id: string): string => `${MARK}r${digest(id)}`;

export function termsOf({ message, class_id, workload_id, rule_id }: Described): readonly string[] {
  const terms = [...wordsOf(message), classTerm(class_id)];
  if (workload_id !== null) terms.push(workloadTerm(workload_id));
  if (rule_id !== null) terms.push(ruleTerm(rule_id));
  return terms;
}

/** `classes` are those that the filter allows, undefined for all. */
export function wantedTerms(
  { whole, beginning }: WantedWords,
  { workloadId, ruleId }: EventFilter,
  classes: readonly number[] | undefined,
): WantedTerms {
  const groups: (readonly string[])[] = whole.map((word) => [word]);
  if (workloadId !== undefined) groups.push([workloadTerm(workloadId)]);
  if (ruleId !== undefined) groups.push([ruleTerm(ruleId)]);
  if (classes !== undefined) groups.push(classes.map(classTerm));
  return { groups, beginning };
}

/** An id may be any text of any length; the few that share one are told apart by whoever looks at the events. */
const digest = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 12);

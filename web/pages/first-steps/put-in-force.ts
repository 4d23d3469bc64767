// Puts rules in force that whoever has none yet may begin with.
import { ApiError } from '../../api/api-error.ts';
import type { NewRule } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';
import { showCount } from '../../format/count.ts';
import { leftUndone, mayBeDone } from './left-undone.ts';

export interface PutInForce {
  readonly added: number;
  /** Names that other rules have already, which are left as they are. */
  readonly taken: readonly string[];
}

export type PutRulesInForce = (rules: readonly NewRule[]) => Promise<PutInForce>;

/**
 * Makes each rule whose name is free: somebody who comes back has some of them, and whoever has another one of that name keeps it. Rejects with the first
 * other refusal, and says how many there are by then. What was added before it counts as added when it is tried again, and not as taken; so does one whose
 * answer was lost, if it is there.
 */
export function createPutInForce(api: Pick<Api, 'addRule'>): PutRulesInForce {
  const added = new Set<string>();
  const unanswered = new Set<string>();
  return async (rules) => {
    const taken: string[] = [];
    for (const rule of rules) {
      try {
        await api.addRule(rule);
        added.add(rule.name);
      } catch (error) {
        if (mayBeDone(error)) unanswered.add(rule.name);
        if (!isTaken(error)) throw leftUndone(error, soFar(added.size));
        if (unanswered.has(rule.name)) added.add(rule.name);
        if (!added.has(rule.name)) taken.push(rule.name);
      }
    }
    return { added: added.size, taken };
  };
}

const isTaken = (error: unknown): boolean => error instanceof ApiError && error.code === 'conflict';

const soFar = (added: number): string =>
  added === 0 ? 'No rule was added yet:' : `${showCount(added, 'rule was', 'rules were')} added, what is left was not:`;

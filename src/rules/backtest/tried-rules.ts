// The rules of a back-test as they would be in force if there were no others.
import type { Rule, RuleDefinition } from '../../core/rules/rule.ts';
import { GLOBAL } from '../../core/rules/rule-scope.ts';
import type { CompiledRule } from '../../match/compile-rule.ts';
import { ActiveMutes } from '../snapshot/active-mutes.ts';
import { comparePlaces } from '../snapshot/place-order.ts';
import { RuleSnapshot } from '../snapshot/rule-snapshot.ts';

/** One that is saved, or one that somebody is writing. */
export interface TriedRule {
  readonly definition: RuleDefinition;
  readonly compiled: CompiledRule;
}

/** Each applies to whatever is read, wherever it holds and whether it is enabled; nothing is muted. Its place in the list is told again by `placeOfTried`. */
export function snapshotOfTried(tried: readonly TriedRule[]): RuleSnapshot {
  const placed = tried
    .map(({ definition, compiled }, place) => ({ rule: triedRule(definition, place), compiled }))
    .toSorted((one, other) => comparePlaces(one.rule, other.rule));
  return new RuleSnapshot({ rules: placed.map(({ rule }) => rule), placed, mutes: new ActiveMutes([]) });
}

/** Which of the list a rule is, by the id that it has here. */
export const placeOfTried = (ruleId: string): number => Number(ruleId) - 1;

const triedRule = (definition: RuleDefinition, place: number): Rule => ({
  ...definition,
  scope: GLOBAL,
  enabled: true,
  id: String(place + 1),
  origin: 'api',
  createdAt: null,
  updatedAt: null,
});

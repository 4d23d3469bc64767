// Who gets room first where not all rules fit into one set: what an image brings along must never put a rule of the people who run it out of force.
import type { Rule } from '../../core/rules/rule.ts';
import { workloadOf } from '../../core/rules/rule-scope.ts';
import { partsOf } from '../../match/rule-set.ts';
import { comparePlaces } from '../snapshot/place-order.ts';
import type { PlacedRule } from './compiled-patterns.ts';

/** Rules in labels come last, of those the most important one of each workload before the second one of any; otherwise they are in the order of their places. */
export function inOrderOfRoom(rules: readonly Rule[]): readonly Rule[] {
  const inPlaces = rules.toSorted(comparePlaces);
  const own = inPlaces.filter(({ origin }) => origin !== 'label');
  const labelled = Map.groupBy(
    inPlaces.filter(({ origin }) => origin === 'label'),
    ({ scope }) => workloadOf(scope),
  );
  const ranked = [...labelled.values()].flatMap((ofOne) => ofOne.map((rule, rank) => ({ rule, rank })));
  ranked.sort((a, b) => a.rank - b.rank || comparePlaces(a.rule, b.rule));
  return [...own, ...ranked.map(({ rule }) => rule)];
}

/** Parts of all patterns in labels of one workload: some fifty usual rules. Lines can be written for which each of them is looked at for each byte. */
const MOST_LABEL_PARTS = 10_000;

/** The rules in labels, in their order, that are more than their workload may have. */
export function beyondTheirShare(placed: readonly PlacedRule[]): ReadonlySet<Rule> {
  const parts = new Map<string | undefined, number>();
  const beyond = new Set<Rule>();
  for (const { rule, compiled } of placed) {
    if (rule.origin !== 'label') continue;
    const workload = workloadOf(rule.scope);
    const sum = (parts.get(workload) ?? 0) + partsOf(compiled);
    if (sum > MOST_LABEL_PARTS) beyond.add(rule);
    else parts.set(workload, sum);
  }
  return beyond;
}

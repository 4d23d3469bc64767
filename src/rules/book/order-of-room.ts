// Who gets room first where not all rules fit into one set: what an image brings along must never put a rule of the people who run it out of force.
import type { Rule } from '../../core/rules/rule.ts';
import { workloadOf } from '../../core/rules/rule-scope.ts';
import { comparePlaces } from '../snapshot/place-order.ts';

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

// Rules in force, without the book that gathers and compiles them.
import type { Mute } from '../../src/core/rules/mute.ts';
import type { Rule } from '../../src/core/rules/rule.ts';
import { compileRule } from '../../src/match/compile-rule.ts';
import { ActiveMutes } from '../../src/rules/snapshot/active-mutes.ts';
import { comparePlaces } from '../../src/rules/snapshot/place-order.ts';
import { RuleSnapshot } from '../../src/rules/snapshot/rule-snapshot.ts';

export function snapshotOf(rules: readonly Rule[], mutes: readonly Mute[] = []): RuleSnapshot {
  const placed = rules
    .filter(({ enabled }) => enabled)
    .toSorted(comparePlaces)
    .map((rule) => {
      const compiled = compileRule({ pattern: rule.pattern, excludePattern: rule.excludePattern ?? undefined });
      if (!compiled.ok) throw new Error(compiled.fault.message);
      return { rule, compiled: compiled.rule };
    });
  return new RuleSnapshot({ rules, placed, mutes: new ActiveMutes(mutes) });
}

// Rules of a file as they are in force at once: nothing of them is stored, and nobody changes them meanwhile.
import type { Rule } from '../../core/rules/rule.ts';
import { tooManyFields } from '../../core/rules/rule-field.ts';
import { MOST_FIELDS } from '../../core/rules/rule-limits.ts';
import { compileRule } from '../../match/compile-rule.ts';
import { howManyFit } from '../../match/rule-set.ts';
import { beyondFields } from '../../rules/book/field-limit.ts';
import { ActiveMutes } from '../../rules/snapshot/active-mutes.ts';
import { comparePlaces } from '../../rules/snapshot/place-order.ts';
import { RuleSnapshot } from '../../rules/snapshot/rule-snapshot.ts';

export type SnapshotOf =
  | { readonly ok: true; readonly snapshot: RuleSnapshot }
  | { readonly ok: false; readonly faults: readonly string[] };

export function snapshotOf(rules: readonly Rule[]): SnapshotOf {
  const faults: string[] = [];
  const placed = rules
    .filter(({ enabled }) => enabled)
    .sort(comparePlaces)
    .flatMap((rule) => {
      const { pattern, excludePattern } = rule;
      const patterns = { pattern, excludePattern: excludePattern ?? undefined };
      const result = compileRule(patterns, { automata: 'when-needed' });
      if (result.ok) return [{ rule, compiled: result.rule }];
      const field = result.field === 'pattern' ? 'pattern' : 'exclude_pattern';
      const { message, position } = result.fault;
      faults.push(`rule ${JSON.stringify(rule.name)}: ${field}, at its character ${position + 1}: ${message}`);
      return [];
    });
  const beyond = placed[howManyFit(placed.map(({ compiled }) => compiled))];
  if (beyond !== undefined)
    faults.push(
      `from rule ${JSON.stringify(beyond.rule.name)} on there is no room: the patterns are too many or too large`,
    );
  if (beyondFields(placed.map(({ rule }) => rule)).size > 0) faults.push(tooManyFields(MOST_FIELDS));
  if (placed.length === 0 && faults.length === 0) faults.push('there is no rule to look for');
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, snapshot: new RuleSnapshot({ rules, placed, mutes: new ActiveMutes([]) }) };
}

// How many different fields rules may look at: those beyond are left out.
import type { Rule } from '../../core/rules/rule.ts';
import { MOST_FIELDS } from '../../core/rules/rule-limits.ts';

/** The rules, in the order in which they get room, whose field is one more than may be looked at. */
export function beyondFields(rules: readonly Rule[]): ReadonlySet<Rule> {
  const fields = new Set<string>();
  const beyond = new Set<Rule>();
  for (const rule of rules) {
    if (rule.field === null) continue;
    if (fields.size < MOST_FIELDS) fields.add(rule.field);
    if (!fields.has(rule.field)) beyond.add(rule);
  }
  return beyond;
}

// How rules are known: those of the API by a number, those that are written elsewhere by what they are, so that a reload changes no id.
import { createHash } from 'node:crypto';
import { nameSpaceOf, type RuleScope } from './rule-scope.ts';

export const RULE_ID_FORM = /^(?:[1-9]\d*|(?:yaml|label)-[0-9a-f]{16})$/;

/** The same for the same name at the same place, on every instance and after every restart. */
export function derivedRuleId(origin: 'yaml' | 'label', { scope, name }: { scope: RuleScope; name: string }): string {
  const text = JSON.stringify([nameSpaceOf(scope), name]);
  return `${origin}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

/** An order over all ids: numbers by their value, before the others by their text. */
export function compareRuleIds(one: string, other: string): number {
  const [a, b] = [Number(one), Number(other)];
  if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
  if (a !== b && !Number.isNaN(a)) return a - b;
  return one < other ? -1 : one > other ? 1 : 0;
}

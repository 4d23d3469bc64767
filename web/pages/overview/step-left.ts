import type { Troubles } from './overview.ts';

/** What a newcomer has not got yet; undefined for everybody else, and while it cannot be told. */
export function stepLeft({
  hasRules,
  triggers,
}: Pick<Troubles, 'hasRules' | 'triggers'>): 'rules' | 'trigger' | undefined {
  if ('fault' in hasRules) return undefined;
  if (!hasRules.value) return 'rules';
  return 'value' in triggers && triggers.value.length === 0 ? 'trigger' : undefined;
}

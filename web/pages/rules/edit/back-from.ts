import type { Rule } from '../../../api/shapes.ts';

/** Where somebody goes on when a rule is saved or left: where they came from. */
export function backFrom(
  { workload_id: workload, overrides_rule_id: overridden }: Pick<Rule, 'workload_id' | 'overrides_rule_id'>,
  from: string | undefined,
): string {
  if (from === 'workload' && workload !== null) return `/workloads/${workload}`;
  return overridden === null ? '/rules' : `/rules/${overridden}`;
}

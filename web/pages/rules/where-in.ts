import type { Rule } from '../../api/shapes.ts';
import { showCount } from '../../format/count.ts';

export interface Where {
  readonly words: string;
  /** Where more is told of it. */
  readonly href?: string;
}

/** Where each holds; undefined: everywhere. */
export function whereIn(rules: readonly Rule[], workloads: ReadonlyMap<string, string>) {
  const names = new Map(rules.map(({ id, name }) => [id, name]));
  const overrides = Map.groupBy(rules, ({ overrides_rule_id: id }) => id);
  return ({ id, workload_id: workloadId, overrides_rule_id: overridden }: Rule): Where | undefined => {
    if (workloadId === null) return otherwise(id, overrides.get(id) ?? []);
    const workload = workloads.get(workloadId) ?? workloadId;
    if (overridden === null) return { words: `in ${workload} alone` };
    return { words: `for “${names.get(overridden) ?? overridden}” in ${workload}` };
  };
}

function otherwise(id: string, overrides: readonly Rule[]): Where | undefined {
  const { size } = new Set(overrides.map(({ workload_id: workload }) => workload));
  if (size === 0) return undefined;
  return { words: `otherwise in ${showCount(size, 'workload')}`, href: `/rules/${id}#overrides` };
}

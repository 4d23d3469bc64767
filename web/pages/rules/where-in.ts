import type { Rule } from '../../api/shapes.ts';

/** Where each holds; undefined: everywhere. */
export function whereIn(rules: readonly Rule[], workloads: ReadonlyMap<string, string>) {
  const names = new Map(rules.map(({ id, name }) => [id, name]));
  return ({ workload_id: id, overrides_rule_id: overridden }: Rule): string | undefined => {
    if (id === null) return undefined;
    const workload = workloads.get(id) ?? id;
    return overridden === null ? `in ${workload} alone` : `for “${names.get(overridden) ?? overridden}” in ${workload}`;
  };
}

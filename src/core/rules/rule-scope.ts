// Where a rule holds: everywhere, in the place of another rule for one workload, or for one workload beside all others.

export type RuleScope =
  | { readonly kind: 'global' }
  /** It stands in the place of a global rule for this workload; switched off, it switches that rule off there. */
  | { readonly kind: 'override'; readonly workloadId: string; readonly overriddenId: string }
  | { readonly kind: 'workload'; readonly workloadId: string };

export const GLOBAL: RuleScope = { kind: 'global' };

/** The workload that a rule belongs to; undefined for a global one. */
export const workloadOf = (scope: RuleScope): string | undefined =>
  scope.kind === 'global' ? undefined : scope.workloadId;

/** Two rules with one name may not stand beside each other: all global rules are neighbours, and all rules of one workload. */
export const nameSpaceOf = (scope: RuleScope): string => workloadOf(scope) ?? '';

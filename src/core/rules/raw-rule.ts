// A rule as it is written, in the API, in a file or in labels, and what it means; or why it means nothing.
import type { ErrorDetail } from '../errors.ts';
import type { Severity } from '../severity.ts';
import { RULE_DEFAULTS, type RULE_KINDS, type RuleDefinition, type RuleStreams } from './rule.ts';
import { fieldNameFault } from './rule-field.ts';
import { GLOBAL, type RuleScope, workloadOf } from './rule-scope.ts';

type Optional<Value> = Value | null | undefined;

/** Each field has its kind already, and is not larger than it may be. One that is not there, or null, has its default. */
export interface RawRule {
  readonly name: string;
  readonly pattern: string;
  readonly kind?: Optional<(typeof RULE_KINDS)[number]>;
  readonly exclude_pattern?: Optional<string>;
  readonly field?: Optional<string>;
  readonly severity?: Optional<Severity>;
  readonly streams?: Optional<RuleStreams>;
  readonly cooldown_seconds?: Optional<number>;
  readonly threshold_count?: Optional<number>;
  readonly threshold_window_seconds?: Optional<number>;
  readonly absence_seconds?: Optional<number>;
  readonly workload_id?: Optional<string>;
  readonly overrides_rule_id?: Optional<string>;
  readonly enabled?: Optional<boolean>;
}

export type DefinedRule =
  | { readonly ok: true; readonly rule: RuleDefinition }
  /** At least one; `path` is the field. */
  | { readonly ok: false; readonly faults: readonly [ErrorDetail, ...ErrorDetail[]] };

/** Whether the patterns compile is another question. */
export function defineRule(raw: RawRule): DefinedRule {
  const [first, ...others] = faultsOf(raw);
  if (first) return { ok: false, faults: [first, ...others] };
  const { threshold_count: count, threshold_window_seconds: windowSeconds } = raw;
  return {
    ok: true,
    rule: {
      kind: 'match',
      name: raw.name,
      pattern: raw.pattern,
      excludePattern: raw.exclude_pattern ?? null,
      field: raw.field ?? null,
      severity: raw.severity ?? RULE_DEFAULTS.severity,
      streams: raw.streams ?? RULE_DEFAULTS.streams,
      cooldownSeconds: raw.cooldown_seconds ?? RULE_DEFAULTS.cooldownSeconds,
      threshold: count == null || windowSeconds == null ? null : { count, windowSeconds },
      scope: scopeOf(raw),
      enabled: raw.enabled ?? RULE_DEFAULTS.enabled,
    },
  };
}

function faultsOf(raw: RawRule): readonly ErrorDetail[] {
  const faults: ErrorDetail[] = [];
  const fault = (path: keyof RawRule, message: string) => faults.push({ path, message });
  if (raw.kind === 'absence')
    fault('kind', 'Rules about lines that do not come are not supported yet: leave "kind" out, or say "match".');
  else if (raw.absence_seconds != null)
    fault('absence_seconds', 'Only a rule of the kind "absence" has this, and such rules are not supported yet.');
  faults.push(...emptyPatterns(raw), ...fieldFaults(raw));
  const { threshold_count: count, threshold_window_seconds: windowSeconds } = raw;
  if (count != null && windowSeconds == null)
    fault('threshold_window_seconds', 'A threshold needs both: so many hits, within so many seconds.');
  if (count == null && windowSeconds != null)
    fault('threshold_count', 'A threshold needs both: so many hits, within so many seconds.');
  if (raw.overrides_rule_id != null && raw.workload_id == null)
    fault('workload_id', 'An override needs the workload in which it stands in the place of the other rule.');
  return faults;
}

/** Patterns that mean nothing that anybody can want, whether the rule is saved or tried. */
export function emptyPatterns({
  pattern,
  exclude_pattern: excludePattern,
}: Pick<RawRule, 'pattern' | 'exclude_pattern'>): readonly ErrorDetail[] {
  const faults: ErrorDetail[] = [];
  if (pattern === '')
    faults.push({ path: 'pattern', message: 'An empty pattern would hit every line; write ".*" if that is meant.' });
  if (excludePattern === '')
    faults.push({
      path: 'exclude_pattern',
      message: 'An empty pattern would exclude every line; leave it out.',
    });
  return faults;
}

/** A field that no line can have, whether the rule is saved or tried. */
export function fieldFaults({ field }: Pick<RawRule, 'field'>): readonly ErrorDetail[] {
  const fault = field == null ? undefined : fieldNameFault(field);
  return fault === undefined ? [] : [{ path: 'field', message: `The name of a field ${fault}.` }];
}

function scopeOf({ workload_id: workloadId, overrides_rule_id: overriddenId }: RawRule): RuleScope {
  if (workloadId == null) return GLOBAL;
  return overriddenId == null ? { kind: 'workload', workloadId } : { kind: 'override', workloadId, overriddenId };
}

/** The same rule as it would be written. */
export function rawRuleOf(rule: RuleDefinition): Required<RawRule> {
  return {
    name: rule.name,
    pattern: rule.pattern,
    kind: rule.kind,
    exclude_pattern: rule.excludePattern,
    field: rule.field,
    severity: rule.severity,
    streams: rule.streams,
    cooldown_seconds: rule.cooldownSeconds,
    threshold_count: rule.threshold?.count ?? null,
    threshold_window_seconds: rule.threshold?.windowSeconds ?? null,
    absence_seconds: null,
    workload_id: workloadOf(rule.scope) ?? null,
    overrides_rule_id: rule.scope.kind === 'override' ? rule.scope.overriddenId : null,
    enabled: rule.enabled,
  };
}

// An override as it begins: with all that its rule says, so that it does what the rule does until somebody changes it.
import type { NewRule, Rule } from '../../../api/shapes.ts';
import { nameIn, nameNotIn } from './override-name.ts';

export interface Place {
  readonly id: string;
  readonly name: string;
}

type Said =
  | 'pattern'
  | 'exclude_pattern'
  | 'field'
  | 'severity'
  | 'streams'
  | 'cooldown_seconds'
  | 'threshold_count'
  | 'threshold_window_seconds';

/** What stands in the form for a new one. */
export const overrideStart = (rule: Rule, workload: Place): Pick<Rule, Said | 'name'> => ({
  ...saidBy(rule),
  name: nameIn(rule.name, workload.name),
});

/** One that switches the rule off in a workload. */
export const switchedOffIn = (rule: Rule, workload: Place): NewRule => ({
  ...saidBy(rule),
  name: nameNotIn(rule.name, workload.name),
  enabled: false,
  workload_id: workload.id,
  overrides_rule_id: rule.id,
});

const saidBy = (rule: Rule): Pick<Rule, Said> => ({
  pattern: rule.pattern,
  exclude_pattern: rule.exclude_pattern,
  field: rule.field,
  severity: rule.severity,
  streams: rule.streams,
  cooldown_seconds: rule.cooldown_seconds,
  threshold_count: rule.threshold_count,
  threshold_window_seconds: rule.threshold_window_seconds,
});

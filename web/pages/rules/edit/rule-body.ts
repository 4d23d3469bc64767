// From what stands in the form to what the server takes.
import type { BacktestQuestion, NewRule } from '../../../api/shapes.ts';
import type { FormValues } from '../../../parts/form/form.tsx';

/** Where an override stands, which is no field of its form. */
interface Place {
  readonly workloadId: string;
  readonly ruleId: string;
}

/** Everything as the form has it: what is empty has its default (null). */
export function bodyOf(values: FormValues, place?: Place): NewRule {
  const number = (name: string): number | null => (values[name] ? Number(values[name]) : null);
  return {
    name: values.name ?? '',
    pattern: values.pattern ?? '',
    exclude_pattern: values.exclude_pattern || null,
    field: values.field?.trim() || null,
    // The server says which there are; what a browser sends is one of those that it was given.
    severity: (values.severity || null) as NewRule['severity'],
    streams: (values.streams || null) as NewRule['streams'],
    cooldown_seconds: number('cooldown_seconds'),
    threshold_count: number('threshold_count'),
    threshold_window_seconds: number('threshold_window_seconds'),
    workload_id: place?.workloadId ?? (values.workload_id || null),
    ...(place ? { overrides_rule_id: place.ruleId } : {}),
  };
}

/** The same as a rule that is only tried: what it is called and where it holds makes no difference. */
export function triedRuleOf(values: FormValues): BacktestQuestion['rules'][number] {
  const { name: _name, workload_id: _where, ...rule } = bodyOf(values);
  return rule;
}

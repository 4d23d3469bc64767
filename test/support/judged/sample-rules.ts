// Rules about numbered lines, as the API takes them and as the model has them.
import type { ModelRule } from './rule-model.ts';
import type { Administrator } from './tocsin-process.ts';

/** In the API's words. */
export interface SampleRule {
  readonly name: string;
  readonly pattern: string;
  readonly exclude_pattern?: string;
  readonly severity?: 'info' | 'warn' | 'error' | 'critical';
  readonly streams?: 'stdout' | 'stderr';
  readonly cooldown_seconds: number;
  readonly threshold_count?: number;
  readonly threshold_window_seconds?: number;
  readonly workload_id?: string;
  readonly overrides_rule_id?: string;
}

/** One of each kind of thing that can hold a hit back, the most severe first. */
export const EVERY_KIND: readonly SampleRule[] = [
  {
    ...{ name: 'fives', pattern: '^\\d{8}5 ', exclude_pattern: '^\\d{7}[1-6]5 ', severity: 'critical' },
    cooldown_seconds: 0,
  },
  { name: 'odd sevens', pattern: '^\\d{8}7 [a-z]+$', severity: 'error', streams: 'stderr', cooldown_seconds: 2 },
  { name: 'threes', pattern: '^\\d{7}(?:3|8)3 ', severity: 'warn', cooldown_seconds: 1 },
  {
    ...{ name: 'many', pattern: '[a-z]', severity: 'info', cooldown_seconds: 1 },
    ...{ threshold_count: 300, threshold_window_seconds: 1 },
  },
];

export function modelRule(id: string, rule: SampleRule): ModelRule {
  const { pattern, exclude_pattern: exclude, streams: stream, cooldown_seconds: cooldownSeconds } = rule;
  const { threshold_count: count, threshold_window_seconds: seconds } = rule;
  return {
    ...{ id, pattern: new RegExp(pattern), cooldownSeconds },
    ...(exclude !== undefined && { exclude: new RegExp(exclude) }),
    ...(stream !== undefined && { stream }),
    ...(count !== undefined && seconds !== undefined && { threshold: { count, seconds } }),
  };
}

/** Makes the rules; the model's are in the same order. */
export async function makeRules(admin: Administrator, rules: readonly SampleRule[]): Promise<readonly ModelRule[]> {
  const made: ModelRule[] = [];
  for (const rule of rules) made.push(modelRule(await admin.makeRule({ ...rule }), rule));
  return made;
}

import { expect, test } from 'vitest';
import { backFrom } from './back-from.ts';

const WEB = '0123456789abcdef';
const GLOBAL = { workload_id: null, overrides_rule_id: null };
const OWN = { workload_id: WEB, overrides_rule_id: null };
const OVERRIDE = { workload_id: WEB, overrides_rule_id: '7' };

test.each([
  [GLOBAL, undefined, '/rules'],
  [GLOBAL, 'workload', '/rules'],
  [OWN, undefined, '/rules'],
  [OWN, 'workload', `/workloads/${WEB}`],
  [OVERRIDE, undefined, '/rules/7'],
  [OVERRIDE, 'workload', `/workloads/${WEB}`],
  [OVERRIDE, '//elsewhere.example', '/rules/7'],
])('from a rule with %j, reached from %s, it goes on at %s', (rule, from, to) => {
  expect(backFrom(rule, from)).toBe(to);
});

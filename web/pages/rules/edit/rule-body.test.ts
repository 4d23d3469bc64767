import { expect, test } from 'vitest';
import { bodyOf } from './rule-body.ts';

test('the form sends what was typed, and the default of what is empty', () => {
  const values = { name: 'disk', pattern: 'disk', exclude_pattern: '', severity: 'error', streams: 'both' };
  expect(bodyOf({ ...values, cooldown_seconds: '', threshold_count: '', workload_id: '' })).toEqual({
    name: 'disk',
    pattern: 'disk',
    exclude_pattern: null,
    field: null,
    severity: 'error',
    streams: 'both',
    cooldown_seconds: null,
    threshold_count: null,
    threshold_window_seconds: null,
    workload_id: null,
  });
  expect(
    bodyOf({ ...values, cooldown_seconds: '0', threshold_count: '5', threshold_window_seconds: '60' }),
  ).toMatchObject({
    cooldown_seconds: 0,
    threshold_count: 5,
    threshold_window_seconds: 60,
  });
});

test('a field is sent without the blanks around it', () => {
  expect(bodyOf({ name: 'a', pattern: 'b', field: ' err.message ' }).field).toBe('err.message');
});

test('an override stays where it stands', () => {
  const body = bodyOf({ name: 'disk', pattern: 'disk' }, { workloadId: '0123456789abcdef', ruleId: '7' });
  expect(body).toMatchObject({ workload_id: '0123456789abcdef', overrides_rule_id: '7' });
});

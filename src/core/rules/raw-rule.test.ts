import { expect, test } from 'vitest';
import { inPlaceOf, inWorkload, sampleDefinition } from '../../../test/support/rule-samples.ts';
import { defineRule, rawRuleOf } from './raw-rule.ts';

const base = { name: 'a', pattern: 'x' };

test('a rule of which nothing more is said warns of both streams everywhere, and then rests for five minutes', () => {
  expect(defineRule(base)).toEqual({
    ok: true,
    rule: {
      kind: 'match',
      name: 'a',
      pattern: 'x',
      excludePattern: null,
      field: null,
      severity: 'warn',
      streams: 'both',
      cooldownSeconds: 300,
      threshold: null,
      scope: { kind: 'global' },
      enabled: true,
    },
  });
  const nothing = { kind: null, severity: null, streams: null, cooldown_seconds: null, enabled: null, field: null };
  expect(defineRule({ ...base, ...nothing, workload_id: null })).toEqual(defineRule(base));
});

test.each([
  sampleDefinition(),
  sampleDefinition({ excludePattern: 'y', severity: 'info', streams: 'stderr', cooldownSeconds: 0, enabled: false }),
  sampleDefinition({ field: 'err.message' }),
  sampleDefinition({ threshold: { count: 3, windowSeconds: 60 }, scope: inWorkload('web') }),
  sampleDefinition({ scope: inPlaceOf('7', 'web') }),
])('means the same when it is written down and read again: %j', (rule) => {
  expect(defineRule(rawRuleOf(rule))).toEqual({ ok: true, rule });
});

test.each([
  [{ kind: 'absence', absence_seconds: 60 } as const, ['kind']],
  [{ absence_seconds: 60 }, ['absence_seconds']],
  [{ field: '' }, ['field']],
  [{ field: ' level' }, ['field']],
  [{ field: 'a\nb' }, ['field']],
  [{ field: 'a'.repeat(201) }, ['field']],
  [{ pattern: '', exclude_pattern: '' }, ['pattern', 'exclude_pattern']],
  [{ threshold_count: 3 }, ['threshold_window_seconds']],
  [{ threshold_window_seconds: 60 }, ['threshold_count']],
  [{ overrides_rule_id: '7' }, ['workload_id']],
])('is told all that cannot be: %j', (change, paths) => {
  const defined = defineRule({ ...base, ...change });
  expect(defined.ok ? [] : defined.faults.map(({ path }) => path)).toEqual(paths);
});

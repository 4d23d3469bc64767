import { expect, test } from 'vitest';
import type { Rule } from '../../../api/shapes.ts';
import { overrideStart, switchedOffIn } from './override-body.ts';

const SAID = {
  pattern: 'disk',
  exclude_pattern: 'test',
  field: 'level',
  severity: 'error',
  streams: 'stderr',
  cooldown_seconds: 0,
  threshold_count: 5,
  threshold_window_seconds: 60,
} as const;
const RULE = { ...SAID, id: '7', name: 'disk', enabled: true, workload_id: null, origin: 'api' } as Rule;
const WEB = { id: '0123456789abcdef', name: 'shop/web' };

test('an override begins with all that its rule says, whether it is typed on or switches the rule off', () => {
  expect(overrideStart(RULE, WEB)).toEqual({ ...SAID, name: 'disk (in shop/web)' });
  expect(switchedOffIn(RULE, WEB)).toEqual({
    ...SAID,
    name: 'disk (not in shop/web)',
    enabled: false,
    workload_id: WEB.id,
    overrides_rule_id: '7',
  });
});

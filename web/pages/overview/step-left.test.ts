import { expect, test } from 'vitest';
import { ApiError } from '../../api/api-error.ts';
import type { Trigger } from '../../api/shapes.ts';
import { stepLeft } from './step-left.ts';

const UNKNOWN = { fault: new ApiError('store_unavailable', 'Not now.', { status: 503 }) };
const NO_TRIGGER = { value: [] };
const A_TRIGGER = { value: [{ name: 'ops' } as Trigger] };

test('what is left of the first steps is what is not there yet, wherever the rest came from', () => {
  expect(stepLeft({ hasRules: { value: false }, triggers: NO_TRIGGER })).toBe('rules');
  expect(stepLeft({ hasRules: { value: false }, triggers: UNKNOWN })).toBe('rules');
  expect(stepLeft({ hasRules: { value: true }, triggers: NO_TRIGGER })).toBe('trigger');
  expect(stepLeft({ hasRules: { value: true }, triggers: A_TRIGGER })).toBeUndefined();
});

test('nobody is led on while it cannot be told what there is', () => {
  expect(stepLeft({ hasRules: UNKNOWN, triggers: NO_TRIGGER })).toBeUndefined();
  expect(stepLeft({ hasRules: { value: true }, triggers: UNKNOWN })).toBeUndefined();
});

import { expect, test } from 'vitest';
import { latencyOf } from './latency.ts';

const at = Date.parse('2026-01-01T00:00:10Z');

test('an event has taken as long as since its line, else since it was stored, and never less than nothing', () => {
  const line_at = '2026-01-01T00:00:07.500Z';
  expect(latencyOf({ metadata: { line_at }, createdAt: at - 1_000 }, at)).toBe(2.5);
  expect(latencyOf({ metadata: {}, createdAt: at - 1_000 }, at)).toBe(1);
  expect(latencyOf({ metadata: { line_at: 'soon' }, createdAt: at - 1_000 }, at)).toBe(1);
  expect(latencyOf({ metadata: { line_at: '2026-01-01T00:01:00Z' }, createdAt: at }, at)).toBe(0);
});

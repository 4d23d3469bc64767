import { expect, test } from 'vitest';
import { compileRule } from '../compile-rule.ts';
import { Census } from './census.ts';
import { stridedStopRate } from './strided-stops.ts';
import { type PlannedRule, WindowChooser } from './window.ts';

const census = new Census();
census.add(Buffer.from('a connection was refused here\n'.repeat(500)));

function looking(rule: number, pattern: string): PlannedRule {
  const result = compileRule({ pattern });
  const choice = new WindowChooser(new Census()).choose(result.ok ? result.rule.clues : [], 4);
  return { rule, windows: choice?.windows ?? [] };
}

test('a stop is counted once, for however many rules it is', () => {
  const rate = stridedStopRate([looking(0, 'refused')], 4, census);
  expect(rate).toBeGreaterThan(1 / 60);
  expect(rate).toBeLessThan(1 / 20);
  expect(stridedStopRate([looking(0, 'refused'), looking(1, 'refused')], 4, census)).toBe(rate);
  expect(stridedStopRate([looking(0, 'unknown')], 4, census)).toBeLessThan(1e-5);
});

import { describe, expect, test } from 'vitest';
import { HitSteps } from './hit-steps.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const HOUR_MS = 3_600_000;

describe('the steps of a back-test', () => {
  test.each([
    [1, 1],
    [6, 5],
    [24, 30],
    [168, 180],
  ])('of %i hours are %i minutes long, and cover all of them', (hours, minutes) => {
    const to = NOON + 12_345;
    const steps = new HitSteps({ from: to - hours * HOUR_MS, to });
    const { all } = steps;
    const last = (all.at(-1)?.from ?? 0) + minutes * 60_000;
    expect(steps.minutes).toBe(minutes);
    expect(all.length).toBeLessThanOrEqual(73);
    expect(all[0]?.from).toBeLessThanOrEqual(to - hours * HOUR_MS);
    expect(last).toBeGreaterThanOrEqual(to);
  });

  test('count what lies beyond their ends where it is nearest', () => {
    const steps = new HitSteps({ from: NOON, to: NOON + HOUR_MS });
    steps.add(NOON - 1, true);
    steps.add(NOON, false);
    steps.add(NOON + 2 * HOUR_MS, false);
    expect(steps.all[0]).toEqual({ from: NOON, hits: 2, events: 1 });
    expect(steps.all.at(-1)).toEqual({ from: NOON + 59 * 60_000, hits: 1, events: 0 });
  });
});

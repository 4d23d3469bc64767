import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { showDuration } from './duration.ts';

describe('a duration', () => {
  test.each([
    [0, '0 s'],
    [0.9, '0 s'],
    [42.7, '42 s'],
    [60, '1 min'],
    [61, '1 min 1 s'],
    [3_600, '1 h'],
    [3_605, '1 h'],
    [3_660, '1 h 1 min'],
    [86_400 * 3 + 4 * 3_600 + 59, '3 d 4 h'],
    [86_400 * 400, '400 d'],
  ])('of %s seconds reads %s', (seconds, text) => {
    expect(showDuration(seconds)).toBe(text);
  });

  test('is never negative, even when two clocks disagree', () => {
    expect(showDuration(-5)).toBe('0 s');
  });

  test('loses less than one of the smaller unit', () => {
    const sizes: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, min: 60, s: 1 };
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 8 }), (seconds) => {
        const shown = [...showDuration(seconds).matchAll(/(\d+) (d|h|min|s)/g)];
        const total = shown.reduce((sum, [, count, unit]) => sum + Number(count) * (sizes[unit ?? ''] ?? 0), 0);
        const lost = seconds - total;
        expect(lost).toBeGreaterThanOrEqual(0);
        expect(lost).toBeLessThan(Math.max(1, seconds / 24));
      }),
    );
  });
});

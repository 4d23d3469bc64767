import { expect, test } from 'vitest';
import { overrideName } from './override-name.ts';

test('the name of an override says what it is for, and has at most a hundred characters', () => {
  expect(overrideName('disk', 'shop/web')).toBe('disk (not in shop/web)');
  for (const [rule, workload] of [
    ['r'.repeat(100), 'shop/web'],
    ['r', 'w'.repeat(200)],
    ['r'.repeat(100), 'w'.repeat(200)],
  ] as const) {
    const name = overrideName(rule, workload);
    expect(name.length).toBeLessThanOrEqual(100);
    expect(name.startsWith('r')).toBe(true);
  }
});

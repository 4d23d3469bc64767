import { expect, test } from 'vitest';
import { nameIn, nameNotIn } from './override-name.ts';

test('the name of an override says where it holds, or does not, and has at most a hundred characters', () => {
  expect([nameIn('disk', 'shop/web'), nameNotIn('disk', 'shop/web')]).toEqual([
    'disk (in shop/web)',
    'disk (not in shop/web)',
  ]);
  for (const nameOf of [nameIn, nameNotIn])
    for (const [rule, workload] of [
      ['r'.repeat(100), 'shop/web'],
      ['r', 'w'.repeat(200)],
      ['r'.repeat(100), 'w'.repeat(200)],
    ] as const) {
      const name = nameOf(rule, workload);
      expect(name.length).toBeLessThanOrEqual(100);
      expect(name.startsWith('r')).toBe(true);
    }
});

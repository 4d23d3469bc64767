import { expect, test } from 'vitest';
import { mostIdle } from './descriptors.ts';

const limits = (soft: string): string =>
  [
    'Limit                     Soft Limit           Hard Limit           Units     ',
    'Max processes             63432                63432                processes ',
    `Max open files            ${soft.padEnd(20)} 524288               files     `,
  ].join('\n');

test('of the files that a process may have open a quarter may be idle ones, and no more than 256', () => {
  expect(['64', '400', '1024', '524288', 'unlimited'].map((soft) => mostIdle(limits(soft)))).toEqual([
    16, 100, 256, 256, 256,
  ]);
  expect(mostIdle('')).toBe(256);
});

import { expect, test } from 'vitest';
import { Descriptors, mostIdle } from './descriptors.ts';

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

test('of those that look around for what was rotated an eighth of what may be idle do at a time, and each gets its turn', async () => {
  const descriptors = new Descriptors(256);
  const works = Array.from({ length: 80 }, () => Promise.withResolvers<void>());
  let [working, most] = [0, 0];
  const all = works.map(({ promise }) =>
    descriptors.inTurn(async () => {
      most = Math.max(most, ++working);
      await promise;
      working--;
    }),
  );
  expect(working).toBe(32);
  for (const { resolve } of works) resolve();
  await Promise.all(all);
  expect([most, working]).toEqual([32, 0]);
});

test('what lasts lets its turn go, once', async () => {
  const descriptors = new Descriptors(1);
  const { promise, resolve } = Promise.withResolvers<void>();
  const began: string[] = [];
  const [lasting, next] = ['lasts', 'next'].map((name) =>
    descriptors.inTurn(async (letGo) => {
      began.push(name);
      if (name === 'next') return;
      await null;
      letGo();
      await promise;
    }),
  );
  await next;
  resolve();
  await lasting;
  let isWorking = false;
  await Promise.all(
    [1, 2, 3].map(() =>
      descriptors.inTurn(async () => {
        expect(isWorking).toBe(false);
        isWorking = true;
        await null;
        isWorking = false;
      }),
    ),
  );
  expect(began).toEqual(['lasts', 'next']);
});

import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { Cursor } from '../generation/cursor.ts';
import { seenFile } from '../generation/survey.ts';
import { openAgain } from './open-again.ts';

const LOOKS = 50;

test('a rotated file that is renamed all the time while it is looked for is found, or is said to be moving, and never to be nowhere', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  const names: readonly [string, string] = [`${log}.1`, `${log}.2`];
  await writeFile(log, '');
  await writeFile(names[0], 'late\n');
  const { file = '' } = (await seenFile(names[0])) ?? {};
  const left = Cursor.begin({ file, cuts: 0, first: Buffer.alloc(0), changed: 0n });
  let isLooking = true;
  const renaming = (async () => {
    for (let [from, to] = names; isLooking; [from, to] = [to, from]) await rename(from, to);
  })();
  const found: string[] = [];
  for (let look = 0; look < LOOKS; look++) {
    const again = await openAgain(`${log}.3`, log, left);
    found.push(again === undefined ? 'nowhere' : 'somewhere');
    if (again !== undefined && again !== 'moving') await again.handle.close();
  }
  isLooking = false;
  await renaming;
  expect(found).toEqual(found.map(() => 'somewhere'));
});

test('a rotated file that stands beside its log no more is nowhere', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  await writeFile(log, '');
  const left = Cursor.begin({ file: '1:2:3', cuts: 0, first: Buffer.from('gone\n'), changed: 0n });
  expect(await openAgain(`${log}.1`, log, left)).toBe(undefined);
});

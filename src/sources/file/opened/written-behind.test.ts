import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { Cursor } from '../generation/cursor.ts';
import { seenFile } from '../generation/survey.ts';
import { writtenBehind } from './written-behind.ts';

const LOOKS = 100;
/** Of the loop between two renames: some looks are disturbed, and not all. */
const TURNS = 8;

test('what was written behind its rename is found while files are renamed', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  const names: readonly [string, string] = [`${log}.1`, `${log}.2`];
  await writeFile(log, '');
  await writeFile(names[0], 'late\n');
  const { file = '' } = (await seenFile(names[0])) ?? {};
  const left = Cursor.begin({ file, cuts: 0, first: Buffer.alloc(0), changed: 0n });
  let isLooking = true;
  const renaming = (async () => {
    for (let [from, to] = names; isLooking; [from, to] = [to, from]) {
      await rename(from, to);
      for (let turn = 0; turn < TURNS; turn++) await seenFile(to);
    }
  })();
  const found: number[] = [];
  for (let look = 0; look < LOOKS; look++) found.push((await writtenBehind(log, [left])).length);
  isLooking = false;
  await renaming;
  expect(found).toEqual(found.map(() => 1));
});

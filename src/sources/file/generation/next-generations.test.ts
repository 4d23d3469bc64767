import { appendFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { Cursor } from './cursor.ts';
import { nextGenerations } from './next-generations.ts';

test('a look that has missed a file because that was renamed meanwhile counts for nothing', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  for (const at of [log, `${log}.1`, `${log}.2`]) await writeFile(at, `${at}\n`);
  let looks = 0;
  const newest = Cursor.begin({ file: '1:2:3', cuts: 0, first: Buffer.alloc(0), changed: 4n });
  const next = await nextGenerations(log, newest, async (seen) => {
    // What has grown is recognised anew.
    if (seen.path === log) await appendFile(log, `${looks++}\n`);
    // The folder was listed, and nobody has looked at this one.
    if (seen.path === `${log}.1`) await rename(`${log}.2`, `${log}.elsewhere`);
    return undefined;
  });
  expect([next?.fresh.map((seen) => seen.path), looks]).toEqual([[`${log}.1`, log], 3]);
});

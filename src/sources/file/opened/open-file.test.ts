import { link, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { newestFirst } from '../generation/newest-first.ts';
import type { SeenFile } from '../generation/survey.ts';
import { openSeen } from './open-file.ts';

/** A log, one that was rotated away from it, and another file elsewhere. */
async function given() {
  const log = path.join(temporaryDirectory(), 'app.log');
  const other = path.join(temporaryDirectory(), 'secret');
  for (const at of [log, `${log}.1`, other]) await writeFile(at, `${at}\n`);
  return { log, rotated: `${log}.1`, other };
}

async function allSeen(log: string): Promise<readonly SeenFile[]> {
  const all: SeenFile[] = [];
  for await (const seen of newestFirst(log)) if (seen !== 'gone') all.push(seen);
  return all;
}

async function isOpened(seen: SeenFile | undefined): Promise<boolean> {
  const file = seen && (await openSeen(seen));
  await file?.handle.close();
  return file !== undefined;
}

describe('a link that has the name of a rotated file', () => {
  test('is none', async () => {
    const { log, rotated, other } = await given();
    await symlink(other, `${log}.2`);
    expect((await allSeen(log)).map((seen) => seen.path)).toEqual([log, rotated]);
  });

  test.each([
    ['of something else', async (_: string, other: string) => other],
    ['of the file itself', async (rotated: string) => `${rotated}.kept`],
  ])('and comes between the look and the opening is not followed where it is a link %s', async (_, leadsTo) => {
    const { log, rotated, other } = await given();
    const seen = (await allSeen(log)).at(-1);
    expect(await isOpened(seen)).toBe(true);
    await rename(rotated, `${rotated}.kept`);
    await symlink(await leadsTo(rotated, other), rotated);
    expect(await isOpened(seen)).toBe(false);
    await rm(rotated);
    await link(`${rotated}.kept`, rotated);
    expect(await isOpened(seen)).toBe(true);
  });

  test('is followed where it is what is watched', async () => {
    const { log, other } = await given();
    await rm(log);
    await symlink(other, log);
    expect(await isOpened((await allSeen(log))[0])).toBe(true);
  });
});

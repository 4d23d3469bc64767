import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SetupLink } from './setup-link.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'setup-link-'));
});
afterEach(() => rm(folder, { recursive: true }));

const prepare = () => SetupLink.prepare({ dataDir: path.join(folder, 'data'), baseUrl: 'http://host:1' });
const tokenOf = (link: SetupLink): string => link.url.split('#token=')[1] ?? '';

describe('the setup link', () => {
  test('stands in a file that only the owner can read, in a folder made for it', async () => {
    const link = await prepare();
    expect(await readFile(link.file, 'utf8')).toBe(`${link.url}\n`);
    expect((await stat(link.file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(link.file))).mode & 0o777).toBe(0o700);
    expect(link.url).toMatch(/^http:\/\/host:1\/setup#token=[\w-]{43}$/);
  });

  test('opens with its token and no other', async () => {
    const link = await prepare();
    expect(link.opens(tokenOf(link))).toBe(true);
    for (const wrong of ['', 'x', `${tokenOf(link)}x`]) expect(link.opens(wrong)).toBe(false);
  });

  test('is the same after a restart, so that the one on the screen stays good', async () => {
    expect((await prepare()).url).toBe((await prepare()).url);
  });

  test('is made anew where the file holds something else', async () => {
    const link = await prepare();
    await writeFile(link.file, 'http://host:1/setup#token=guessable');
    expect(tokenOf(await prepare())).toMatch(/^[\w-]{43}$/);
  });

  test('is gone after use', async () => {
    const link = await prepare();
    const token = tokenOf(link);
    await link.discard();
    expect(link.opens(token)).toBe(false);
    await expect(stat(link.file)).rejects.toThrow('ENOENT');
  });
});

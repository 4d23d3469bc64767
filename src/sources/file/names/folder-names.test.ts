import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { FolderNames, namesIn } from './folder-names.ts';

describe('the names in a folder', () => {
  test.each([
    ['app', ['app', 'app-1', 'app.log', 'app.log.1', 'apple']],
    ['app.log', ['app.log', 'app.log.1']],
    ['', ['a', 'app', 'app-1', 'app.log', 'app.log.1', 'apple', 'b']],
    ['c', []],
  ])('that begin with %j are found', (start, expected) => {
    const names = new FolderNames(['b', 'app.log.1', 'apple', 'app', 'a', 'app-1', 'app.log']);
    expect(names.beginningWith(start)).toEqual(expected);
  });

  test('are asked for once by all who ask while they are asked for already, and not before', async () => {
    const folder = temporaryDirectory();
    const first = namesIn(folder);
    const others = [namesIn(folder), namesIn(folder)];
    expect(others[0]).toBe(others[1]);
    expect(others[0]).not.toBe(first);
    await Promise.all(others);
    expect(namesIn(folder)).not.toBe(others[0]);
  });

  test('have what came before they were asked for, also while they were asked for already', async () => {
    const folder = temporaryDirectory();
    for (let n = 0; n < 200; n++) {
      const before = namesIn(folder);
      writeFileSync(path.join(folder, `${n}.log`), '');
      const names = await namesIn(folder);
      expect(names.beginningWith(`${n}.`)).toEqual([`${n}.log`]);
      await before;
    }
  });

  test('are asked for anew when they could not be had', async () => {
    const folder = path.join(temporaryDirectory(), 'none');
    const asked = [namesIn(folder), namesIn(folder)];
    for (const one of asked) await expect(one).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(namesIn(path.dirname(folder))).resolves.toBeInstanceOf(FolderNames);
  });
});

import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { asNobody } from '../../../../test/support/as-nobody.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { findPaths } from './find-paths.ts';
import { whyFewer, whyNothing } from './why-nothing.ts';

describe('a pattern that leads to no file', () => {
  test('says which step of the way is not there, or may not be read', async () => {
    const folder = temporaryDirectory();
    mkdirSync(path.join(folder, 'empty'));
    writeFileSync(path.join(folder, 'file'), '');
    const why = async (pattern: string) =>
      (await whyNothing(`${folder}/${pattern}`)).replaceAll(folder, '…').replace(/^No file is watched by \S+: /, '');
    expect(await why('none/here/*.log')).toBe('the folder …/none is not there yet.');
    expect(await why('empty/*.log')).toBe('none in …/empty fits.');
    expect(await why('empty/**/a.log')).toBe('none in …/empty fits.');
    expect(await why('file/*.log')).toBe('…/file is no folder.');
    expect(await why('empty')).toBe('it is a folder, and no file.');
    expect(await why('a.log')).toBe('it is not there yet.');
  });

  test('says of a link that leads nowhere where it leads', async () => {
    const folder = temporaryDirectory();
    symlinkSync('/nowhere/a.log', path.join(folder, 'a.log'));
    expect(await whyNothing(`${folder}/*.log`)).toContain(
      `of ${folder}/a.log it is a link to /nowhere/a.log, where nothing is.`,
    );
  });
});

test('a pattern that leads to a packed file alone says what to name instead', async () => {
  const folder = temporaryDirectory();
  writeFileSync(path.join(folder, 'a.log.1.gz'), '');
  for (const pattern of [`${folder}/*`, `${folder}/a.log.1.gz`]) {
    expect((await findPaths(pattern)).files).toEqual(new Set());
    expect(await whyNothing(pattern)).toContain('it is packed: name the log that it was rotated from');
  }
});

describe('a pattern that leads to fewer files than there are', () => {
  test('says in which folder nobody may look', async () => {
    const folder = temporaryDirectory();
    chmodSync(folder, 0o755);
    for (const name of ['open', 'closed']) {
      mkdirSync(path.join(folder, name));
      writeFileSync(path.join(folder, name, 'a.log'), '');
    }
    chmodSync(path.join(folder, 'open'), 0o755);
    chmodSync(path.join(folder, 'closed'), 0);
    const pattern = `${folder}/**/*.log`;
    const why = await asNobody(async () => whyFewer(pattern, await findPaths(pattern)));
    expect(why).toContain(`${pattern} is not looked for in ${folder}/closed: it may not be read by the user `);
  });

  test('says nothing where all of them are found', async () => {
    const folder = temporaryDirectory();
    writeFileSync(path.join(folder, 'a.log'), '');
    const pattern = `${folder}/**/*.log`;
    expect(whyFewer(pattern, await findPaths(pattern))).toBeUndefined();
  });

  test('says when there are more than are watched', () => {
    expect(whyFewer('/a/*', { closed: new Map(), unnamed: new Set(), isBeyond: true })).toContain(
      'leads to more than 20,000 files',
    );
  });
});

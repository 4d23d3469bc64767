import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { whyNothing, wordsOf } from './why-nothing.ts';

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
    expect(await why('empty')).toBe('…/empty is no file.');
    expect(await why('a.log')).toBe('it is not there yet.');
  });

  test('says who may not read it, for that is what somebody can change', () => {
    expect(wordsOf(Object.assign(new Error(), { code: 'EACCES' }))).toContain(
      `may not be read by the user ${process.getuid?.()} that Tocsin runs as`,
    );
    expect(wordsOf(Object.assign(new Error(), { code: 'EIO' }))).toBe('cannot be looked at (EIO).');
  });
});

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { asNobody, IS_ROOT, NOBODY } from '../../../../test/support/as-nobody.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { whyUnread, wordsOf } from './why-unread.ts';

test('a file that is not read says why in words that somebody can act on', async () => {
  const folder = temporaryDirectory();
  const at = (name: string): string => path.join(folder, name);
  chmodSync(folder, 0o755);
  writeFileSync(at('closed'), '');
  chmodSync(at('closed'), 0);
  mkdirSync(at('folder'));
  symlinkSync('nowhere', at('dangling'));
  symlinkSync(at('circle'), at('circle'));
  execFileSync('mkfifo', [at('pipe')]);
  const said = async (name: string) => await asNobody(() => whyUnread(at(name)));
  expect(await said('none')).toBe('it is not there yet.');
  expect(await said('folder')).toBe('it is a folder, and no file.');
  expect(await said('pipe')).toBe('it is a pipe, and no file.');
  expect(await said('dangling')).toBe('it is a link to nowhere, where nothing is.');
  expect(await said('circle')).toBe('it is a link that leads in a circle.');
  expect(await said('closed/a.log')).toBe('it stands below a file, which is no folder.');
  const user = IS_ROOT ? NOBODY : process.geteuid?.();
  expect(await said('closed')).toContain(`it may not be read by the user ${user} that Tocsin runs as`);
});

test.each([
  ['EMFILE', 'raise its limit (ulimit -n)'],
  ['ENFILE', 'raise fs.file-max'],
  ['ESTALE', 'the machine that has it does not give it (ESTALE)'],
  ['ENXIO', 'cannot be looked at (ENXIO)'],
])('%s is told in words', (code, words) => {
  expect(wordsOf(Object.assign(new Error(), { code }))).toContain(words);
});

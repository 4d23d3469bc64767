import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { findPaths } from './find-paths.ts';
import { fitsPattern } from './path-pattern.ts';
import { whyFewer } from './why-nothing.ts';

/** A name of bytes that are no UTF-8. */
const strangeIn = (folder: string): Buffer =>
  Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff]), Buffer.from('.log')]);

test('a pattern that ends with any folders leads to all files in them', async () => {
  const folder = temporaryDirectory();
  mkdirSync(path.join(folder, 'pods/shop'), { recursive: true });
  const files = ['a.log', 'pods/b', 'pods/shop/0.log'].map((name) => path.join(folder, name));
  for (const file of files) writeFileSync(file, '');
  expect([...(await findPaths(`${folder}/**`)).files].toSorted()).toEqual(files);
  expect(files.map((file) => fitsPattern(`${folder}/**`, file))).toEqual([true, true, true]);
  expect(fitsPattern(`${folder}/**`, folder)).toBe(false);
});

test('a file or a folder whose name is no UTF-8 is not watched, and that is said', async () => {
  const folder = temporaryDirectory();
  writeFileSync(path.join(folder, 'good \ufffd.log'), '');
  writeFileSync(strangeIn(folder), '');
  mkdirSync(Buffer.concat([strangeIn(folder), Buffer.from('.d')]));
  const pattern = `${folder}/**/*.log`;
  const found = await findPaths(pattern);
  expect([...found.files]).toEqual([path.join(folder, 'good \ufffd.log')]);
  // Where only the folder is meant there is one.
  expect(whyFewer(pattern, await findPaths(`${folder}/*/*.log`))).toContain('a file or folder whose name is no UTF-8');
  expect(whyFewer(pattern, found)).toContain(
    'also leads to 2 files or folders whose names are no UTF-8, and those are not watched: rename them.',
  );
});

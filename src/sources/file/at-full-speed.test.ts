import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { FilesScene } from '../../../test/support/files/files-scene.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';

const WRITER = path.join(import.meta.dirname, '../../../test/support/files/rotating-writer.ts');

test.each([
  ['renamed', 'rename', 150],
  ['renamed, and written to behind that,', 'late', 100],
  ['renamed and packed', 'gzip', 60],
])('a file that is %s as fast as a program can is read to the last line, each once', async (_, way, rotations) => {
  const folder = temporaryDirectory();
  const log = path.join(folder, 'a.log');
  await writeFile(log, '');
  const scene = new FilesScene([path.join(folder, '*.log')]);
  await scene.run();
  await scene.stands('a.log', 'following');
  const { stdout } = await promisify(execFile)(process.execPath, [WRITER, log, way, `${rotations}`, '1000']);
  const written = Number(stdout);
  await waitUntil(() => scene.lines.length >= written, {
    what: () => `${scene.lines.length} of ${written} lines are read`,
  });
  const numbers = scene.lines.map((line) => Number(line.split(' ')[2]));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: written }, (_line, n) => n));
  expect(scene.gaps).toEqual([]);
});

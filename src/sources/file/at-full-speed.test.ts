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
  ['renamed to the moment, with nothing in its place for a while,', 'dated', 150],
  ['rotated twice, and packed empty,', 'twice', 60],
  ['copied and cut', 'copy', 150],
  ['rotated in all these ways', 'mixed', 60],
])('a file that is %s as fast as a program can is read to the last line, each once', async (_, way, rotations) => {
  const { scene, written } = await given({ way, rotations, kept: 1000, before: 'before\n' });
  await waitUntil(() => scene.lines.length >= written, {
    what: () => `${scene.lines.length} of ${written} lines are read, with ${scene.gaps.length} gaps`,
  });
  const numbers = numbersOf(scene);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: written }, (_line, n) => n));
  expect(scene.gaps).toEqual([]);
});

test.each([
  ['was empty and is copied and cut', 'copy', ''],
  ['was begun and is copied and cut', 'copy', 'before\n'],
  ['is deleted and made anew', 'delete', 'before\n'],
  ['is replaced by another', 'replace', 'before\n'],
  ['is a link that is led elsewhere', 'link', 'before\n'],
  ['is a link that is deleted and made anew', 'relink', 'before\n'],
])(
  'what of a file that %s is destroyed before it can be read is a gap where it is missing, and no line comes twice',
  async (_, way, before) => {
    const { scene, written } = await given({ way, rotations: 200, kept: 2, before });
    await waitUntil(() => numbersOf(scene).at(-1) === written - 1, {
      what: () => `the last of ${written} lines is read`,
    });
    const numbers = numbersOf(scene);
    const missingBefore = numbers.flatMap((number, at) => (number === (numbers[at - 1] ?? -1) + 1 ? [] : [at]));
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    expect(missingBefore.filter((at) => !scene.gapsBefore.includes(at))).toEqual([]);
    // Of a log that was empty nobody knows whether a copy of it came and went.
    const mayBeTold = before === '' ? [0, ...missingBefore] : missingBefore;
    expect(scene.gapsBefore.filter((at) => !mayBeTold.includes(at))).toEqual([]);
  },
);

const numbersOf = (scene: FilesScene): number[] => scene.lines.map((line) => Number(line.split(' ')[2]));

interface Writing {
  readonly way: string;
  readonly rotations: number;
  readonly kept: number;
  /** What stands in it before it is followed. */
  readonly before: string;
}

/** A log that has been written and rotated, while it was followed. */
async function given({ way, rotations, kept, before }: Writing) {
  const folder = temporaryDirectory();
  const log = path.join(folder, 'a.log');
  await writeFile(log, before);
  const scene = new FilesScene([path.join(folder, '*.log')]);
  await scene.run();
  await scene.stands('a.log', 'following');
  const { stdout } = await promisify(execFile)(process.execPath, [WRITER, log, way, `${rotations}`, `${kept}`]);
  return { scene, written: Number(stdout) };
}

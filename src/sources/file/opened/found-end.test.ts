import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { seenFile } from '../generation/survey.ts';
import { beginsAt, endOfUnbegun } from './found-end.ts';

const wanted = { file: 'a', size: 10, isUnwanted: false };
const unwanted = { ...wanted, isUnwanted: true };

test.each([
  ['it has not grown', [{ file: 'a', size: 10 }, wanted], { at: 10, lost: undefined }],
  ['it has grown', [{ file: 'a', size: 12 }, wanted], { at: 10, lost: undefined }],
  ['it was cut', [{ file: 'a', size: 9 }, wanted], { at: 0, lost: 'truncated' }],
  ['it is another one', [{ file: 'b', size: 12 }, wanted], { at: 0, lost: 'rotated' }],
  ['it has grown unwanted', [{ file: 'a', size: 12 }, unwanted], { at: 10, lost: undefined }],
  ['it was cut unwanted', [{ file: 'a', size: 9 }, unwanted], { at: 0, lost: undefined }],
  ['it is another one unwanted', [{ file: 'b', size: 12 }, unwanted], { at: 0, lost: undefined }],
  ['nobody found it before', [{ file: 'b', size: 12 }, undefined], { at: 12, lost: undefined }],
] as const)('a file is begun where it ended when it was found: %s', (_, [now, end], begins) => {
  expect(beginsAt(now, end)).toEqual(begins);
});

test.each([
  ['was found so first', undefined, { file: 'a', size: 12, isUnwanted: false }],
  ['was found earlier', wanted, wanted],
  ['was another one when it was found', { ...wanted, file: 'b' }, { ...wanted, file: 'b' }],
  ['was found while nobody wanted it', unwanted, wanted],
  ['was another one while nobody wanted it', { ...unwanted, file: 'b' }, { ...wanted, size: 12 }],
])('of a file that is wanted and cannot be opened is known where it ended when it %s', (_, before, end) => {
  expect(endOfUnbegun({ file: 'a', size: 12 }, before)).toEqual(end);
});

/** A log that was found with a line, and not begun, because nobody wanted it, or it had no time to. */
async function found(isWanted: boolean) {
  const log = path.join(temporaryDirectory(), 'app.log');
  await writeFile(log, 'before\n');
  const seen = await seenFile(log);
  const end = seen && { file: seen.file, size: seen.size, isUnwanted: false };
  const scene = new FileScene(log, { startAt: 'end', end });
  scene.begin({ stdout: isWanted, stderr: isWanted });
  if (!isWanted) await scene.stands('not_wanted');
  // Where it is wanted this comes before anything of it was looked at.
  scene.save();
  await scene.stop();
  return { log, scene };
}

describe.each([
  ['nobody wanted', false, []],
  ['had no time to be begun', true, ['rotated']],
] as const)('of a file that %s until Tocsin was stopped', (_, isWanted, gaps) => {
  test('what has come since it was found is read', async () => {
    const { log, scene } = await found(isWanted);
    await writeFile(log, 'one\n', { flag: 'a' });
    scene.begin();
    await scene.hasRead(1);
    expect([scene.texts, scene.gaps]).toEqual([['one'], []]);
  });

  test('the next one is read from its beginning where it was rotated since', async () => {
    const { log, scene } = await found(isWanted);
    await rename(log, `${log}.1`);
    await writeFile(log, 'one\n');
    scene.begin();
    await scene.hasRead(1);
    expect([scene.texts, scene.gaps.map(({ reason }) => reason)]).toEqual([['one'], gaps]);
  });
});

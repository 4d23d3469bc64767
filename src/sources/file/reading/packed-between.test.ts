// Rotated files that were packed before anybody read them, among others.
import { appendFile, copyFile, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';

/** A log that is followed. */
async function given(text: string) {
  const log = path.join(temporaryDirectory(), 'app.log');
  await writeFile(log, text);
  const scene = new FileScene(log);
  scene.begin();
  await scene.stands('following');
  return { log, scene };
}

async function pack(log: string, to: string): Promise<void> {
  await writeFile(`${log}${to}.gz`, gzipSync(await readFile(log)));
  await rm(log);
}

describe('what comes behind is read', () => {
  test('although many of those that were packed were empty', async () => {
    const { log, scene } = await given('0\n');
    scene.save();
    await scene.stop();
    const texts = Array.from({ length: 20 }, (_, n) => `${n}`);
    await rename(log, `${log}.40`);
    for (const text of texts.slice(1)) {
      await writeFile(log, `${text}\n`);
      await pack(log, `.${40 - 2 * Number(text)}`);
      await writeFile(log, '');
      await pack(log, `.${39 - 2 * Number(text)}`);
    }
    await writeFile(log, 'last\n');
    scene.begin();
    await scene.hasRead(21);
    await scene.stands('following');
    expect([scene.texts, scene.gaps]).toEqual([[...texts, 'last'], []]);
  });

  test('although it was packed, where a log was empty and has been written to and renamed', async () => {
    const { log, scene } = await given('');
    await scene.stop();
    scene.save();
    await appendFile(log, 'one\n');
    await rename(log, `${log}.2`);
    await writeFile(log, 'two\n');
    await pack(log, '.1');
    await writeFile(log, 'three\n');
    scene.begin();
    await scene.hasRead(3);
    await scene.stands('following');
    expect([scene.texts, scene.gaps]).toEqual([['one', 'two', 'three'], []]);
  });
});

test('what was written to an empty log, and copied, packed and cut before that is written to again and renamed, is a gap', async () => {
  const { log, scene } = await given('');
  scene.save();
  await scene.stop();
  await appendFile(log, 'lost\n');
  await writeFile(`${log}.2.gz`, gzipSync(await readFile(log)));
  await truncate(log);
  await appendFile(log, 'one\n');
  await rename(log, `${log}.1`);
  await writeFile(log, 'two\n');
  scene.begin();
  await scene.hasRead(2);
  await scene.stands('following');
  expect([scene.texts, scene.gaps.map(({ reason }) => reason)]).toEqual([['one', 'two'], ['rotated']]);
});

test('what was written to an empty log and copied and cut, before that is written to again and renamed, is read', async () => {
  const { log, scene } = await given('');
  scene.save();
  await scene.stop();
  await appendFile(log, 'one\n');
  await copyFile(log, `${log}.2`);
  await truncate(log);
  await appendFile(log, 'two\n');
  await rename(log, `${log}.1`);
  await writeFile(log, 'three\n');
  scene.begin();
  await scene.hasRead(3);
  await scene.stands('following');
  expect([scene.texts, scene.gaps]).toEqual([['one', 'two', 'three'], []]);
});

describe('a log that was empty when it was seen last', () => {
  test.each([
    ['deleted', ['rotated']],
    ['renamed', []],
  ])('and was %s is a gap where nothing of it is left', async (how, reasons) => {
    const { log, scene } = await given('');
    scene.save();
    await scene.stop();
    await (how === 'deleted' ? rm(log) : rename(log, `${log}.1`));
    await writeFile(log, 'two\n');
    scene.begin();
    await scene.hasRead(1);
    await scene.stands('following');
    expect([scene.texts, scene.gaps.map(({ reason }) => reason)]).toEqual([['two'], reasons]);
  });

  test('and is gone for good after a start is a gap', async () => {
    const { log, scene } = await given('');
    scene.save();
    await scene.stop();
    await rm(log);
    scene.begin();
    scene.reader.removed();
    await scene.stands('gone');
    expect(scene.gaps.map(({ reason }) => reason)).toEqual(['removed_while_away']);
  });
});

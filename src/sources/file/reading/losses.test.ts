import { appendFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';

async function given() {
  const log = path.join(temporaryDirectory(), 'app.log');
  await writeFile(log, 'one\ntwo\n');
  const scene = new FileScene(log);
  scene.begin();
  await scene.hasRead(2);
  return { log, scene };
}

const reasons = (scene: FileScene): string[] => scene.gaps.map(({ reason }) => reason);

describe('what is lost of a file', () => {
  test('that is cut without a copy is a gap, although it has grown past the place since', async () => {
    const { log, scene } = await given();
    await truncate(log);
    await appendFile(log, 'three is longer than the others\nfour\n');
    await scene.hasRead(4);
    expect([scene.texts.slice(2), reasons(scene)]).toEqual([
      ['three is longer than the others', 'four'],
      ['truncated'],
    ]);
    expect(new Set(scene.identities).size).toBe(4);
  });

  test('that was rotated and deleted while nobody watched is a gap', async () => {
    const { log, scene } = await given();
    scene.save();
    await scene.stop();
    await appendFile(log, 'lost\n');
    await rename(log, `${log}.1`);
    await rm(`${log}.1`);
    await writeFile(log, 'three\n');
    scene.begin();
    await scene.hasRead(3);
    expect([scene.texts.slice(2), reasons(scene)]).toEqual([['three'], ['rotated']]);
  });

  test('that is deleted and made anew while it is followed is nothing', async () => {
    const { log, scene } = await given();
    await appendFile(log, 'three\n');
    await rm(log);
    await writeFile(log, 'four\n');
    await scene.hasRead(4);
    expect([scene.texts.slice(2), reasons(scene)]).toEqual([['three', 'four'], []]);
  });

  test('that does not end with a line is handed over when its path has led to nothing for a while', async () => {
    const { log, scene } = await given();
    await appendFile(log, 'three');
    await rm(log);
    scene.reader.removed();
    await scene.hasRead(3);
    expect([scene.texts.at(-1), reasons(scene)]).toEqual(['three', []]);
  });

  test('is nothing of one whose line comes in pieces', async () => {
    const { log, scene } = await given();
    for (const piece of ['th', 'r', 'ee\nfo']) await appendFile(log, piece);
    await scene.hasRead(3);
    scene.save();
    await scene.stop();
    await appendFile(log, 'ur\n');
    scene.begin();
    await scene.hasRead(4);
    expect(scene.texts.slice(2)).toEqual(['three', 'four']);
  });
});

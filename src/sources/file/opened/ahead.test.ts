// What comes behind a generation is opened before any of it is read, for meanwhile others rename it and delete it.
import { renameSync, rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';

/** A file of which one line was read, and behind which three others came; `meanwhile` is done when the first of those is read. */
async function given(meanwhile: (log: string, scene: FileScene) => void) {
  const log = path.join(temporaryDirectory(), 'app.log');
  await writeFile(log, 'one\n');
  const scene = new FileScene(log);
  const push = scene.texts.push;
  scene.texts.push = (...texts) => {
    const count = push.apply(scene.texts, texts);
    if (texts.includes('two')) meanwhile(log, scene);
    return count;
  };
  scene.begin();
  await scene.stands('following');
  for (const [to, text] of [
    ['.3', 'two\n'],
    ['.2', 'three\n'],
    ['.1', 'four\n'],
  ]) {
    await rename(log, `${log}${to}`);
    await writeFile(log, text ?? '');
  }
  return { log, scene };
}

const ALL = ['one', 'two', 'three', 'four'];

describe('what comes behind a generation is read without a gap', () => {
  test('although it is renamed while one before it is read, and that is deleted', async () => {
    const { scene } = await given((log) => {
      renameSync(`${log}.1`, `${log}.2`);
    });
    await scene.hasRead(4);
    await scene.stands('following');
    expect([[...scene.texts], scene.gaps]).toEqual([ALL, []]);
  });

  test('although all of it is deleted while one before it is read', async () => {
    const { scene } = await given((log) => {
      for (const at of [log, `${log}.1`, `${log}.2`, `${log}.3`]) rmSync(at);
    });
    await scene.hasRead(4);
    expect([[...scene.texts], scene.gaps]).toEqual([ALL, []]);
  });

  test('although it is deleted while nothing may be handed over', async () => {
    const { log, scene } = await given((_, { reading }) => reading.pause());
    await scene.hasRead(2);
    for (const at of [log, `${log}.1`, `${log}.2`, `${log}.3`]) rmSync(at);
    scene.reading.resume();
    await scene.hasRead(4);
    expect([[...scene.texts], scene.gaps]).toEqual([ALL, []]);
  });
});

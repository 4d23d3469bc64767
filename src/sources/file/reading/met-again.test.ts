// Each way in which what was read, or is about to be read, is met once more.
import { appendFile, copyFile, link, readFile, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../../test/support/wait-until.ts';
import { Descriptors } from '../opened/descriptors.ts';

/** A file of which two lines were read. */
async function given(options: ConstructorParameters<typeof FileScene>[1] = {}) {
  const log = path.join(temporaryDirectory(), 'app.log');
  await writeFile(log, 'one\ntwo\n');
  const scene = new FileScene(log, options);
  scene.begin();
  await scene.hasRead(2);
  await scene.stands('following');
  return { log, scene };
}

/** What the path leads to is renamed, and a new one made. */
async function turn(log: string, to: string, text: string): Promise<void> {
  await rename(log, `${log}${to}`);
  await writeFile(log, text);
}

describe('a generation is read once', () => {
  test('when it stands packed beside itself', async () => {
    const { log, scene } = await given();
    scene.save();
    await scene.stop();
    await turn(log, '.2', 'three\nfour\n');
    await turn(log, '.1', 'five\n');
    await writeFile(`${log}.1.gz`, gzipSync(await readFile(`${log}.1`)));
    scene.begin();
    await scene.hasRead(5);
    await scene.stands('following');
    expect([scene.texts.slice(2), scene.gaps]).toEqual([['three', 'four', 'five'], []]);
  });

  test('when it has two names', async () => {
    const { log, scene } = await given();
    scene.save();
    await scene.stop();
    await turn(log, '.3', 'three\n');
    await turn(log, '.1', 'four\n');
    await link(`${log}.1`, `${log}.2`);
    scene.begin();
    await scene.hasRead(4);
    await scene.stands('following');
    expect([scene.texts.slice(2), scene.gaps]).toEqual([['three', 'four'], []]);
  });

  test('when it was closed before it was copied and cut', async () => {
    const { log, scene } = await given({ descriptors: new Descriptors(0) });
    await copyFile(log, `${log}.2`);
    await truncate(log);
    await appendFile(log, 'three, which is longer than the others\n');
    await turn(log, '.1', 'four\n');
    await scene.hasRead(4);
    await scene.stands('following');
    expect([scene.texts.slice(2), scene.gaps]).toEqual([['three, which is longer than the others', 'four'], []]);
  });

  test('when a copy of it lacks what was read last', async () => {
    const { log, scene } = await given();
    await copyFile(log, `${log}.2`);
    await appendFile(log, 'three\n');
    await scene.hasRead(3);
    scene.save();
    await scene.stop();
    await truncate(log);
    await appendFile(log, 'lost\n');
    await turn(log, '.1', 'four\n');
    scene.begin();
    await scene.hasRead(4);
    await scene.stands('following');
    expect(scene.texts.slice(2)).toEqual(['three', 'four']);
  });

  test('when somebody has made a copy of it by hand', async () => {
    const { log, scene } = await given();
    await copyFile(log, `${log}.bak`);
    await appendFile(log, 'three\n');
    await scene.hasRead(3);
    await turn(log, '-20260131', 'four\n');
    await scene.hasRead(4);
    await scene.stands('following');
    expect([scene.texts.slice(2), scene.gaps]).toEqual([['three', 'four'], []]);
  });

  test('when somebody has made a copy of it by hand while nobody watched, and to its end', async () => {
    const { log, scene } = await given();
    scene.save();
    await scene.stop();
    await copyFile(log, `${log}.bak`);
    await appendFile(log, 'three\n');
    await turn(log, '-20260131', 'four\n');
    scene.begin();
    await scene.hasRead(4);
    await scene.stands('following');
    expect([scene.texts.slice(2), scene.gaps]).toEqual([['three', 'four'], []]);
  });

  test('when a link leads to it again, and read on then', async () => {
    const log = path.join(temporaryDirectory(), 'app.log');
    const leadTo = async (name: string): Promise<void> => {
      await symlink(`${path.dirname(log)}/${name}`, `${log}.new`);
      await rename(`${log}.new`, log);
    };
    for (const name of ['a', 'b']) await writeFile(`${path.dirname(log)}/${name}`, `${name} one\n`);
    await leadTo('a');
    const scene = new FileScene(log);
    scene.begin();
    await scene.hasRead(1);
    const [first] = scene.reader.files;
    await leadTo('b');
    await scene.hasRead(2);
    await leadTo('a');
    const isBack = (): boolean => {
      scene.reader.changed();
      return scene.reader.files.at(-1) === first;
    };
    await waitUntil(isBack, { what: 'what was left is what is read again' });
    scene.save();
    await scene.stop();
    await appendFile(log, 'a two\n');
    scene.begin();
    await scene.hasRead(3);
    expect([scene.texts, scene.gaps]).toEqual([['a one', 'b one', 'a two'], []]);
  });
});

test('what was copied before a file was begun is not read when that is deleted and made anew', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  const at = `${log}.1`;
  await writeFile(log, 'before\n');
  // The clock of a file system goes in steps.
  const isMadeLater = async (): Promise<boolean> => {
    await rm(at, { force: true });
    await copyFile(log, at);
    return (await stat(at, { bigint: true })).birthtimeNs > (await stat(log, { bigint: true })).birthtimeNs;
  };
  await waitUntil(isMadeLater, { what: 'it is copied later than it was made' });
  await truncate(log);
  const isWrittenLater = async (): Promise<boolean> => {
    await appendFile(log, 'before\n');
    return (await stat(log, { bigint: true })).mtimeNs > (await stat(at, { bigint: true })).birthtimeNs;
  };
  await waitUntil(isWrittenLater, { what: 'it is written to later than it was copied' });
  const scene = new FileScene(log, { startAt: 'end' });
  scene.begin();
  await scene.stands('following');
  await rm(log);
  await writeFile(log, 'one\n');
  await scene.hasRead(1);
  await scene.stands('following');
  expect(scene.texts).toEqual(['one']);
});

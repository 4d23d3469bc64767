// What takes the place of a log, or leads elsewhere, so that nobody sees it.
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FilesScene } from '../../../test/support/files/files-scene.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';

/** A link to a file in another folder; `before` is called when a folder is about to be listened to. */
function given(before: (folder: string) => void = () => undefined) {
  const folder = temporaryDirectory();
  const [log, target, next] = [path.join(folder, 'app.log'), inLed('one.txt'), inLed('two.txt')];
  mkdirSync(path.dirname(target));
  writeFileSync(target, 'one\n');
  symlinkSync(target, log);
  const listened: string[] = [];
  const listen = ((...args: Parameters<typeof watch>) => {
    before(String(args[0]));
    listened.push(String(args[0]));
    return watch(...args);
  }) as typeof watch;
  const scene = new FilesScene([log], { hearing: { listen } });
  return { folder, log, target, next, scene, isHeard };

  function inLed(name: string): string {
    return path.join(folder, 'led', name);
  }

  async function isHeard(): Promise<void> {
    await waitUntil(() => listened.includes(path.dirname(target)), { what: 'its folder is listened to' });
    listened.length = 0;
  }
}

test('what was made in one watched folder and takes the place of a log in another, several times before anybody looks, is a gap where it is missing', async () => {
  const { log, target, scene, isHeard } = given();
  await scene.run();
  await isHeard();
  await scene.stands('app.log', 'following');
  appendFileSync(target, 'two\n');
  await scene.hasRead('app.log two');
  for (const line of ['lost', 'three']) {
    writeFileSync(`${log}.making`, `${line}\n`);
    renameSync(`${log}.making`, target);
  }
  await scene.hasRead('app.log two', 'app.log three');
  expect(scene.gapsBefore).toEqual([1]);
});

test('what happens to the file of a link that had no name when it was looked for is told', async () => {
  const { folder, log, target, next, scene, isHeard } = given((one) => {
    if (one === folder && scene.lines.length > 0) symlinkSync(next, log);
  });
  await scene.run();
  await isHeard();
  await scene.stands('app.log', 'following');
  appendFileSync(target, 'two\n');
  await scene.hasRead('app.log two');
  await scene.stop();
  rmSync(log);
  writeFileSync(next, 'three\n');
  await scene.run();
  await isHeard();
  appendFileSync(next, 'four\n');
  await scene.hasRead('app.log two', 'app.log three', 'app.log four');
  const before = scene.gapsBefore.length;
  for (const line of ['lost', 'five']) {
    rmSync(next);
    writeFileSync(next, `${line}\n`);
  }
  await scene.hasRead('app.log two', 'app.log three', 'app.log four', 'app.log five');
  expect(scene.gapsBefore.slice(before)).toEqual([3]);
});

test('what was renamed beside the file of a link that leads elsewhere when one looks is a gap', async () => {
  const { log, target, next, scene, isHeard } = given();
  await scene.run();
  await isHeard();
  await scene.stands('app.log', 'following');
  appendFileSync(target, 'two\n');
  await scene.hasRead('app.log two');
  renameSync(target, `${target}.1`);
  writeFileSync(target, 'lost\n');
  renameSync(`${target}.1`, `${target}.2`);
  renameSync(target, `${target}.1`);
  writeFileSync(target, '');
  writeFileSync(next, 'three\n');
  symlinkSync(next, `${log}.new`);
  renameSync(`${log}.new`, log);
  await scene.hasRead('app.log two', 'app.log three');
  expect(scene.gapsBefore).toEqual([1]);
});

test.each([true, false])(
  'a log that is given a second name and replaced, several times before anybody looks, is read without a gap; replaced in one step: %s',
  async (isAtOnce) => {
    const log = path.join(temporaryDirectory(), 'app.log');
    writeFileSync(log, 'one\n');
    const scene = new FilesScene([log]);
    await scene.run();
    await scene.stands('app.log', 'following');
    appendFileSync(log, 'two\n');
    await scene.hasRead('app.log two');
    for (const line of ['three', 'four', 'five']) {
      for (const count of [2, 1])
        if (existsSync(`${log}.${count}`)) renameSync(`${log}.${count}`, `${log}.${count + 1}`);
      linkSync(log, `${log}.1`);
      if (!isAtOnce) rmSync(log);
      writeFileSync(isAtOnce ? `${log}.making` : log, `${line}\n`);
      if (isAtOnce) renameSync(`${log}.making`, log);
    }
    await scene.hasRead('app.log two', 'app.log three', 'app.log four', 'app.log five');
    expect(scene.gapsBefore).toEqual([]);
  },
);

test('a log that is copied and deleted, several times before anybody looks, is a gap', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  writeFileSync(log, 'one\n');
  const scene = new FilesScene([log]);
  await scene.run();
  await scene.stands('app.log', 'following');
  appendFileSync(log, 'two\n');
  await scene.hasRead('app.log two');
  for (const line of ['three', 'four', 'five']) {
    for (const count of [2, 1]) if (existsSync(`${log}.${count}`)) renameSync(`${log}.${count}`, `${log}.${count + 1}`);
    copyFileSync(log, `${log}.1`);
    appendFileSync(log, 'lost\n');
    rmSync(log);
    writeFileSync(log, `${line}\n`);
  }
  await waitUntil(() => scene.lines.includes('app.log five'), { what: 'the last one is read' });
  expect(scene.gapsBefore).not.toEqual([]);
});

import { appendFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FilesScene } from '../../../test/support/files/files-scene.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';

describe('files', () => {
  test('that were there before the first run are read from now on, and those that come later from their beginning', async () => {
    const folder = temporaryDirectory();
    await writeFile(path.join(folder, 'old.log'), 'before\n');
    const scene = new FilesScene([path.join(folder, '*.log')]);
    await scene.run();
    await scene.stands('old.log', 'following');
    await appendFile(path.join(folder, 'old.log'), 'after\n');
    await writeFile(path.join(folder, 'new.log'), 'first\n');
    await scene.hasRead('old.log after', 'new.log first');
  });

  test('that come while nobody watches are read from their beginning', async () => {
    const folder = temporaryDirectory();
    const scene = new FilesScene([path.join(folder, '*.log')]);
    await scene.run();
    await scene.stop();
    await writeFile(path.join(folder, 'new.log'), 'first\n');
    await scene.run();
    await scene.hasRead('new.log first');
  });

  test('of a pattern that is new are read from now on', async () => {
    const folder = temporaryDirectory();
    await writeFile(path.join(folder, 'a.txt'), 'before\n');
    const scene = new FilesScene([path.join(folder, '*.log')]);
    await scene.run();
    await scene.stop();
    await scene.run([path.join(folder, '*.log'), path.join(folder, '*.txt')]);
    await scene.stands('a.txt', 'following');
    await appendFile(path.join(folder, 'a.txt'), 'after\n');
    await scene.hasRead('a.txt after');
  });

  test('to which two ways lead are read once', async () => {
    const folder = temporaryDirectory();
    const scene = new FilesScene([path.join(folder, '**', '*.log')]);
    await scene.run();
    await mkdir(path.join(folder, 'real'));
    await writeFile(path.join(folder, 'real', 'a.log'), 'one\n');
    await scene.hasRead('a.log one');
    await symlink(path.join(folder, 'real', 'a.log'), path.join(folder, 'link.log'));
    await writeFile(path.join(folder, 'b.log'), 'two\n');
    await scene.hasRead('a.log one', 'b.log two');
  });

  test('to which two ways lead that are found together are read once', async () => {
    const folder = temporaryDirectory();
    const log = path.join(folder, 'z.log');
    await writeFile(log, '');
    await symlink(log, path.join(folder, 'y.log'));
    const scene = new FilesScene([path.join(folder, '*.log')]);
    await scene.run();
    expect(scene.found).toBe(1);
    await scene.stands('z.log', 'following');
    await appendFile(log, 'one\n');
    await scene.hasRead('z.log one');
  });

  test('to which a link leads are heard of wherever it leads, also when that is elsewhere than before, and in the next run', async () => {
    const folder = temporaryDirectory();
    const [link, first, second] = [
      path.join(folder, 'app.log'),
      path.join(folder, 'a/1.txt'),
      path.join(folder, 'b/2.txt'),
    ];
    for (const name of ['a', 'b']) await mkdir(path.join(folder, name));
    await writeFile(first, '');
    await symlink(first, link);
    const scene = new FilesScene([link], { lookMs: 3_600_000 });
    await scene.run();
    await scene.stands('app.log', 'following');
    await appendFile(first, 'one\n');
    await scene.hasRead('app.log one');
    await writeFile(second, 'two\n');
    await symlink(second, `${link}.new`);
    await rename(`${link}.new`, link);
    await scene.hasRead('app.log one', 'app.log two');
    const written = [1, 2, 3].map((n) => `more ${n}`);
    await scene.stop();
    await scene.run();
    for (const [n, line] of written.entries()) {
      await appendFile(second, `${line}\n`);
      await scene.hasRead('app.log one', 'app.log two', ...written.slice(0, n + 1).map((one) => `app.log ${one}`));
    }
    expect(scene.gaps).toEqual([]);
  });

  test('that are rotated to a name that the pattern fits are read once', async () => {
    const folder = temporaryDirectory();
    const log = path.join(folder, 'a.log');
    const scene = new FilesScene([path.join(folder, '*')]);
    await scene.run();
    await writeFile(log, 'one\n');
    await scene.hasRead('a.log one');
    await rename(log, `${log}.1`);
    await writeFile(log, 'two\n');
    await scene.hasRead('a.log one', 'a.log two');
    await scene.stop();
    await scene.run();
    await appendFile(log, 'three\n');
    await scene.hasRead('a.log one', 'a.log two', 'a.log three');
  });

  test('that are deleted are gone when they have been so for a while, and are found when they come again', async () => {
    const folder = temporaryDirectory();
    const log = path.join(folder, 'a.log');
    const scene = new FilesScene([path.join(folder, '*.log')], { goneAfterMs: 300, lookMs: 500 });
    await scene.run();
    await writeFile(log, 'one\n');
    await scene.hasRead('a.log one');
    await rm(log);
    await scene.stands('a.log', 'gone');
    await writeFile(log, 'two\n');
    await scene.hasRead('a.log one', 'a.log two');
    expect(scene.gaps).toEqual([]);
  });

  test('that are packed are not read by themselves when the log that they were is gone', async () => {
    const folder = temporaryDirectory();
    const [log, other] = [path.join(folder, 'a.log'), path.join(folder, 'b.log')];
    const scene = new FilesScene([path.join(folder, '*')], { goneAfterMs: 300, lookMs: 500 });
    await scene.run();
    await writeFile(log, 'one\n');
    await scene.hasRead('a.log one');
    await writeFile(`${log}.1.gz`, gzipSync('one\n'));
    await rm(log);
    await scene.stands('a.log', 'gone');
    await writeFile(other, 'two\n');
    await scene.hasRead('a.log one', 'b.log two');
    await appendFile(other, 'three\n');
    await scene.hasRead('a.log one', 'b.log two', 'b.log three');
    expect(scene.found).toBe(2);
  });
});

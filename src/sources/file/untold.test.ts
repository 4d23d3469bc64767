// Where nobody tells of changes, as on the file systems of other machines: all is found by looking.
import { execFile } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { watch } from 'node:fs';
import { appendFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { FilesScene } from '../../../test/support/files/files-scene.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';

const WRITER = path.join(import.meta.dirname, '../../../test/support/files/rotating-writer.ts');

const hearing = {
  listen: (() => {
    throw Object.assign(new Error('inotify is refused'), { code: 'ENOSYS' });
  }) as unknown as typeof watch,
};

describe('files of which nobody tells', () => {
  test('are found when they come, read as they grow, and through every rotation and link', async () => {
    const folder = temporaryDirectory();
    const at = (name: string): string => path.join(folder, name);
    await mkdir(at('led'));
    const scene = new FilesScene([at('*.log')], { hearing, lookMs: 3_600_000 });
    await scene.run();
    await writeFile(at('a.log'), 'one\n');
    await scene.hasRead('a.log one');
    await appendFile(at('a.log'), 'two\n');
    await scene.hasRead('a.log one', 'a.log two');
    await rename(at('a.log'), at('a.log.1'));
    await writeFile(at('a.log'), 'three\n');
    const read = ['a.log one', 'a.log two', 'a.log three'];
    await scene.hasRead(...read);
    await writeFile(at('led/1.txt'), 'first\n');
    await symlink(at('led/1.txt'), at('b.log'));
    await scene.hasRead(...read, 'b.log first');
    await writeFile(at('led/2.txt'), 'second\n');
    await rm(at('b.log'));
    await symlink(at('led/2.txt'), at('b.log'));
    await scene.hasRead(...read, 'b.log first', 'b.log second');
  });

  test('are found, read and followed by looking now and then where somebody is listened to who says nothing', async () => {
    const log = path.join(temporaryDirectory(), 'a.log');
    const listen = (() => Object.assign(new EventEmitter(), { close: () => undefined })) as unknown as typeof watch;
    const scene = new FilesScene([log], { hearing: { listen }, lookMs: 300 });
    await scene.run();
    await writeFile(log, 'one\n');
    await scene.hasRead('a.log one');
    await appendFile(log, 'two\n');
    await scene.hasRead('a.log one', 'a.log two');
    await rename(log, `${log}.1`);
    await writeFile(log, 'three\n');
    await scene.hasRead('a.log one', 'a.log two', 'a.log three');
  });

  test('are read to the last line, each once, when they are rotated as fast as a program can', async () => {
    const folder = temporaryDirectory();
    const log = path.join(folder, 'a.log');
    await writeFile(log, 'before\n');
    const scene = new FilesScene([path.join(folder, '*.log')], { hearing, lookMs: 3_600_000 });
    await scene.run();
    await scene.stands('a.log', 'following');
    const { stdout } = await promisify(execFile)(process.execPath, [WRITER, log, 'mixed', '40', '1000']);
    const written = Number(stdout);
    await waitUntil(() => scene.lines.length >= written, { what: () => `${scene.lines.length} of ${written}` });
    const numbers = scene.lines.map((line) => Number(line.split(' ')[2]));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: written }, (_line, n) => n));
    expect(scene.gaps).toEqual([]);
  });
});

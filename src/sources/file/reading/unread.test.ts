import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { asNobody } from '../../../../test/support/as-nobody.ts';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../../test/support/wait-until.ts';

test('a file that may not be read says so until it may, and is read then', async () => {
  const folder = temporaryDirectory();
  const log = path.join(folder, 'app.log');
  chmodSync(folder, 0o755);
  writeFileSync(log, 'one\n');
  chmodSync(log, 0);
  const scene = new FileScene(log);
  await asNobody(async () => {
    scene.begin();
    await scene.stands('unreadable');
  });
  expect(scene.note).toContain(`Nothing is read of ${log}: it may not be read by the user`);
  chmodSync(log, 0o644);
  await scene.hasRead(1);
  await scene.stands('following');
  expect(scene.note).toBeUndefined();
});

test('a link that leads nowhere says where it leads', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  symlinkSync('app-1.log', log);
  const scene = new FileScene(log);
  scene.begin();
  await scene.stands('idle');
  expect(scene.note).toBe(`Nothing is read of ${log}: it is a link to app-1.log, where nothing is.`);
});

test('a pipe that comes where the file was is not waited for, nor a device read, and the next file is read', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  writeFileSync(log, 'one\n');
  // As many as there are threads to open files in, and one more.
  const scenes = Array.from({ length: 5 }, () => new FileScene(log));
  for (const scene of scenes) scene.begin();
  for (const scene of scenes) await scene.hasRead(1);
  rmSync(log);
  execFileSync('mkfifo', [log]);
  for (const scene of scenes) await scene.stands('idle');
  expect(scenes[0]?.note).toBe(`Nothing is read of ${log}: it is a pipe, and no file.`);
  rmSync(log);
  symlinkSync('/dev/zero', log);
  for (const scene of scenes) {
    const isDevice = (): boolean => {
      scene.reader.changed();
      return scene.note?.endsWith('it is a device or a socket, and no file.') === true;
    };
    await waitUntil(isDevice, { what: () => `a device is told of: ${scene.note}`, limitMs: 30_000 });
  }
  rmSync(log);
  writeFileSync(log, 'two\n');
  for (const scene of scenes) await scene.hasRead(2);
});

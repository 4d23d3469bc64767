import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { asNobody } from '../../../../test/support/as-nobody.ts';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';

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

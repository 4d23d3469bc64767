import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { systemClock } from '../../../core/clock.ts';

test('a line without a time that comes long after the file was read to its end is of the moment at which it comes', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  let now = Date.parse('2026-02-01T00:00:00Z');
  const scene = new FileScene(log, { clock: { ...systemClock, now: () => now } });
  await writeFile(log, 'opened 2026-01-31T12:00:00Z\n  by root\n');
  scene.begin();
  await scene.hasRead(2);
  await scene.stands('following');
  now += 60_000;
  await appendFile(log, 'ERROR\n');
  await scene.hasRead(3);
  const opened = Date.parse('2026-01-31T12:00:00Z') / 1000;
  expect(scene.seconds).toEqual([opened, opened, now / 1000]);
});

// Rotated files beside a log that is followed, by the ways in which they are called.
import { rename, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';

/** What stood there before is older by so much each. */
const DAY_MS = 86_400_000;

/** A log that is followed, beside files that were rotated before; the newest of these last. */
async function given(before: readonly string[]) {
  const log = path.join(temporaryDirectory(), 'app.log');
  for (const [at, name] of before.entries()) {
    const older = path.join(path.dirname(log), name);
    await writeFile(older, `older ${name}\n`);
    const written = new Date(Date.now() - (before.length - at) * DAY_MS);
    await utimes(older, written, written);
  }
  await writeFile(log, 'one\n');
  const scene = new FileScene(log);
  scene.begin();
  await scene.hasRead(1);
  await scene.stands('following');
  return { log, scene };
}

describe('of a log that is rotated what comes behind it is read, and nothing that was there before', () => {
  test.each([
    ['counts, the newest of which is the lowest', ['app.log.3', 'app.log.2'], ['app.log.1', 'app.log.0']],
    ['counts, the newest of which is the highest', ['app-1.log', 'app-2.log'], ['app-3.log', 'app-4.log']],
    ['days', ['app.log.2026-01-30', 'app.log.2026-01-31'], ['app.log.2026-02-01', 'app.log.2026-02-02']],
    [
      'days within the name',
      ['app-2026-01-30.log', 'app-2026-01-31.log'],
      ['app-2026-02-01.log', 'app-2026-02-02.log'],
    ],
    [
      'days and counts',
      ['app.2026-01-31.9.log', 'app.2026-01-31.10.log'],
      ['app.2026-02-01.1.log', 'app.2026-02-01.2.log'],
    ],
    ['moments', ['app.log-20260131-235959'], ['app.log-20260201-000000', 'app.log-20260201-000001']],
    ['days, the year last', ['app-12-30-2025.log', 'app-12-31-2025.log'], ['app-01-01-2026.log', 'app-01-02-2026.log']],
    ['counts before, and days since', ['app.log.2', 'app.log.1'], ['app.log-20260131', 'app.log-20260201']],
    ['days before, and a word since', ['app.log-20260130', 'app.log-20260131'], ['app.log.old', 'app.log.bak']],
  ])('that are called by %s', async (_, before, since) => {
    const { log, scene } = await given(before);
    scene.save();
    await scene.stop();
    for (const [at, name] of since.entries()) {
      await rename(log, path.join(path.dirname(log), name));
      await writeFile(log, `since ${at}\n`);
    }
    scene.begin();
    await scene.hasRead(1 + since.length);
    await scene.stands('following');
    expect([scene.texts, scene.gaps]).toEqual([['one', ...since.map((_name, at) => `since ${at}`)], []]);
  });
});

// Rotated files beside a log that is followed, by the ways in which they are called.
import { copyFile, mkdir, rename, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../../test/support/wait-until.ts';

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
    ['days, the year last and in one number', ['app-30012026.log', 'app-31012026.log'], ['app-01022026.log']],
    ['hours before, and days since', ['app.log-2026013022', 'app.log-2026013023'], ['app.log-20260131']],
    ['days in one number before, and in several since', ['app.log-20260131'], ['app.log-2026-02-01']],
    ['seconds since 1970 before, and days since', ['app.log-1769800000'], ['app.log-20260131', 'app.log-20260201']],
    ['a number that no date has before, and days since', [`app.log.${'9'.repeat(22)}`], ['app.log-20260131']],
    ['counts before, and days since', ['app.log.2', 'app.log.1'], ['app.log-20260131', 'app.log-20260201']],
    [
      'days in one before, and in three parts since',
      ['app.log-20260130', 'app.log-20260131'],
      ['app.log.2026-02-01', 'app.log.2026-02-02'],
    ],
    [
      'moments of one day before, and its counts since',
      ['app.log-20260131-080000', 'app.log-20260131-090000'],
      ['app.log.2026-01-31.7', 'app.log.2026-01-31.8'],
    ],
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

/** Whatever is made from here on is newer than all that was there. */
async function laterThan(at: string): Promise<void> {
  const { ctimeNs } = await stat(at, { bigint: true });
  const probe = path.join(temporaryDirectory(), 'probe');
  const isLater = async (): Promise<boolean> => {
    await writeFile(probe, '');
    return (await stat(probe, { bigint: true })).ctimeNs > ctimeNs;
  };
  await waitUntil(isLater, { what: 'the clock of the file system has gone on' });
}

describe('of names that say what is not so', () => {
  test('a file that had been written before the log was made is not read, whatever date its name has', async () => {
    const log = path.join(temporaryDirectory(), 'app.log');
    await writeFile(`${log}.20991231`, 'older\n');
    await laterThan(`${log}.20991231`);
    await writeFile(log, 'one\n');
    const scene = new FileScene(log);
    scene.begin();
    await scene.hasRead(1);
    await scene.stands('following');
    await rename(log, `${log}.20260131`);
    await writeFile(log, 'two\n');
    await scene.hasRead(2);
    await scene.stands('following');
    expect([scene.texts, scene.gaps]).toEqual([['one', 'two'], []]);
  });

  test.each([
    ['the lowest', 'app-0.log'],
    ['the highest', 'app-9.log'],
  ])('a folder that has %s count turns no order round', async (_, name) => {
    const { log, scene } = await given(['app-1.log', 'app-2.log']);
    await mkdir(path.join(path.dirname(log), name));
    await rename(log, path.join(path.dirname(log), 'app-3.log'));
    await writeFile(log, 'two\n');
    await scene.hasRead(2);
    await scene.stands('following');
    expect([scene.texts, scene.gaps]).toEqual([['one', 'two'], []]);
  });

  test('a copy by hand with a high count does not either, although nothing was written since', async () => {
    const { log, scene } = await given(['app.log.2', 'app.log.1']);
    await laterThan(log);
    await copyFile(log, `${log}.99`);
    await laterThan(`${log}.99`);
    for (const count of [2, 1]) await rename(`${log}.${count}`, `${log}.${count + 1}`);
    await rename(log, `${log}.1`);
    await writeFile(log, 'two\n');
    await scene.hasRead(2);
    await scene.stands('following');
    expect([scene.texts, scene.gaps]).toEqual([['one', 'two'], []]);
  });
});

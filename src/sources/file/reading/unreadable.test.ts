import { chmodSync, readdirSync, readlinkSync } from 'node:fs';
import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { asNobody } from '../../../../test/support/as-nobody.ts';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../../test/support/wait-until.ts';
import { systemClock } from '../../../core/clock.ts';

/** What was changed just now was changed a while ago. */
const LATER = { ...systemClock, now: () => systemClock.now() + 60_000 };

/** A log that was read, and to whose next generation something is done before anybody has read it. */
async function given(spoil: (rotated: string) => Promise<void>, clock: typeof systemClock) {
  const log = path.join(temporaryDirectory(), 'app.log');
  chmodSync(path.dirname(log), 0o777);
  await writeFile(log, 'one\n');
  const scene = new FileScene(log, { clock });
  scene.begin();
  await scene.hasRead(1);
  scene.save();
  await scene.stop();
  await rename(log, `${log}.2`);
  await spoil(`${log}.1`);
  return { log, scene };
}

const cutOff = (rotated: string): Promise<void> => writeFile(`${rotated}.gz`, gzipSync('lost\n').subarray(0, 12));
const WAYS: Readonly<Record<string, (rotated: string) => Promise<void>>> = {
  'may not be read': (rotated) => writeFile(rotated, 'lost\n', { mode: 0 }),
  'was packed and is cut off': cutOff,
};

test.each(Object.entries(WAYS))(
  'a rotated file that %s is a gap, and keeps nobody from what comes behind it',
  async (_, spoil) => {
    const { log, scene } = await given(spoil, LATER);
    await asNobody(async () => {
      scene.begin();
      await scene.stands('idle');
      await writeFile(log, 'two\n');
      await scene.hasRead(2);
      await scene.stands('following');
    });
    expect([scene.texts, scene.gaps.map(({ reason }) => reason)]).toEqual([['one', 'two'], ['rotated']]);
  },
);

test('a rotated file that cannot be read yet is looked at less and less often', async () => {
  const asked: number[] = [];
  const sleep: typeof systemClock.sleep = (ms, signal) => {
    asked.push(ms);
    return systemClock.sleep(ms, signal);
  };
  const { scene } = await given(cutOff, { ...systemClock, sleep });
  scene.begin();
  await waitUntil(() => asked.some((ms) => ms > 100), { what: () => `it is waited for longer: ${asked.slice(-5)}` });
  expect(scene.gaps).toEqual([]);
});

test('the next generation of a log that is followed says so when it may not be read, and is read when it may', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  chmodSync(path.dirname(log), 0o777);
  await writeFile(log, 'one\n');
  const scene = new FileScene(log);
  await asNobody(async () => {
    scene.begin();
    await scene.hasRead(1);
    await rename(log, `${log}.1`);
    await writeFile(log, 'two\n', { mode: 0 });
    await scene.stands('unreadable');
    chmodSync(log, 0o644);
    await scene.hasRead(2);
  });
  expect([scene.texts, scene.gaps]).toEqual([['one', 'two'], []]);
});

/** Of this process: it may be opened, and gives nothing at its beginning. */
const MEMORY = `/proc/${process.pid}/mem`;

test('a file that may be opened and gives nothing says so, keeps nothing open, and is read when it does', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  await symlink(MEMORY, log);
  const scene = new FileScene(log);
  scene.begin();
  await scene.stands('unreadable');
  expect(scene.note).toBe(
    `Nothing is read of ${log}: it cannot be read: its file system or the machine that has it does not give it (EIO).`,
  );
  await scene.stop();
  expect(openFiles()).not.toContain(MEMORY);
  await rm(log);
  await writeFile(log, 'one\n');
  scene.begin();
  await scene.hasRead(1);
});

test('a file that gives nothing is tried less and less often, and at least once a minute', async () => {
  const [clock, tried]: [ManualClock, number[]] = [new ManualClock(), []];
  const sleep: typeof clock.sleep = (ms, signal) => {
    tried.push(ms);
    return clock.sleep(ms, signal);
  };
  const scene = new FileScene(MEMORY, { clock: { now: () => clock.now(), monotonic: () => clock.monotonic(), sleep } });
  scene.begin();
  for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
    await waitUntil(() => tried.length > 0, { what: () => `it waits for ${seconds} s` });
    expect(tried.splice(0)).toEqual([seconds * 1_000]);
    await clock.advance(seconds * 1_000);
  }
});

function openFiles(): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

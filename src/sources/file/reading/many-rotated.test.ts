// More files are rotated at once than may stay open for what a program still writes to them.
import { appendFile, readdir, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { systemClock } from '../../../core/clock.ts';
import { Descriptors } from '../opened/descriptors.ts';
import { ReadRoom } from './read-room.ts';

const MAY_STAY = 2;
const LATER_MS = 10_000;
/** Many pieces. */
const LONG_LINES = 400_000;

/** Five logs of which one line was read, and that were renamed then; nothing is left before the time has gone on. */
async function given() {
  const folder = temporaryDirectory();
  const shared = { descriptors: new Descriptors(MAY_STAY) };
  let time = 0;
  const clock = { ...systemClock, monotonic: () => time };
  const logs = ['a', 'b', 'c', 'd', 'e'].map((name) => path.join(folder, name));
  const scenes = logs.map((log) => new FileScene(log, { ...shared, clock }));
  for (const log of logs) await writeFile(log, 'one\n');
  for (const scene of scenes) scene.begin();
  for (const scene of scenes) await scene.stands('following');
  for (const log of logs) {
    await rename(log, `${log}.1`);
    await writeFile(log, 'two\n');
  }
  for (const scene of scenes) await scene.hasRead(2);
  for (const scene of scenes) await scene.stands('following');
  const open = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return {
    logs,
    scenes,
    open: open.filter((one) => one.startsWith(folder) && one.endsWith('.1')),
    goesOn: () => {
      time += LATER_MS;
    },
  };
}

describe('of files that are rotated at once', () => {
  test('no more stay open than may, and what is written to each of them behind that is read', async () => {
    const { logs, scenes, open, goesOn } = await given();
    expect(open.length).toBeLessThanOrEqual(MAY_STAY);
    for (const log of logs) await appendFile(`${log}.1`, 'behind\n');
    goesOn();
    for (const scene of scenes) await scene.hasRead(3);
    expect(scenes.map(({ texts, gaps }) => [texts, gaps])).toEqual(scenes.map(() => [['one', 'two', 'behind'], []]));
  });

  test('those that were closed are found where they were renamed again, or packed', async () => {
    const { logs, scenes, goesOn } = await given();
    for (const [n, log] of logs.entries()) {
      await appendFile(`${log}.1`, 'behind\n');
      if (n % 2 === 0) await rename(`${log}.1`, `${log}.2`);
      else {
        await writeFile(`${log}.1.gz`, gzipSync('one\nbehind\n'));
        await rm(`${log}.1`);
      }
    }
    goesOn();
    for (const scene of scenes) await scene.hasRead(3);
    expect(scenes.map(({ texts, gaps }) => [texts, gaps])).toEqual(scenes.map(() => [['one', 'two', 'behind'], []]));
  });

  test('of one that was closed and is nowhere there is a gap, for something may be missing', async () => {
    const { logs, scenes, open, goesOn } = await given();
    for (const log of logs) await rm(`${log}.1`);
    goesOn();
    for (const scene of scenes) {
      await appendFile(logs[scenes.indexOf(scene)] ?? '', 'three\n');
      await scene.hasRead(3);
    }
    expect(scenes.filter(({ gaps }) => gaps.length > 0).length).toBe(logs.length - open.length);
  });

  test('one that has a long backlog lets others be read meanwhile', async () => {
    const folder = temporaryDirectory(tmpdir());
    const shared = { descriptors: new Descriptors(1), room: new ReadRoom() };
    const [long, short] = [path.join(folder, 'long'), path.join(folder, 'short')];
    const scenes = [long, short].map((log) => new FileScene(log, shared));
    for (const [n, scene] of scenes.entries()) {
      await writeFile([long, short][n] ?? '', 'one\n');
      scene.begin();
      await scene.stands('following');
    }
    scenes[0]?.reading.pause();
    await appendFile(long, `${'x'.repeat(99)}\n`.repeat(LONG_LINES));
    for (const log of [long, short]) {
      await rename(log, `${log}.1`);
      await writeFile(log, 'two\n');
    }
    scenes[0]?.reading.resume();
    await scenes[0]?.hasRead(2);
    await scenes[1]?.hasRead(2);
    expect(scenes[0]?.texts.length).toBeLessThan(LONG_LINES / 2);
    await scenes[0]?.hasRead(LONG_LINES + 2);
    expect(scenes.map(({ texts, gaps }) => [texts.at(-1), gaps])).toEqual([
      ['two', []],
      ['two', []],
    ]);
  });
});

test('what is rotated many times at once is read to its end, although few may stay open', async () => {
  const log = path.join(temporaryDirectory(), 'log');
  const scene = new FileScene(log, {
    descriptors: new Descriptors(1),
    clock: { ...systemClock, monotonic: () => 0 },
  });
  await writeFile(log, '0\n');
  scene.begin();
  const texts = Array.from({ length: 14 }, (_, n) => `${n}`);
  await scene.hasRead(1);
  for (const text of texts.slice(1)) {
    for (let old = Number(text) - 1; old > 0; old--) await rename(`${log}.${old}`, `${log}.${old + 1}`);
    await rename(log, `${log}.1`);
    await writeFile(log, `${text}\n`);
    await scene.hasRead(Number(text) + 1);
    await scene.stands('following');
  }
  expect([scene.texts, scene.gaps]).toEqual([texts, []]);
});

import { copyFileSync, writeFileSync } from 'node:fs';
import { appendFile, copyFile, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { hurriedClock } from '../../../../test/support/files/hurried-clock.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../../test/support/wait-until.ts';
import { type Clock, systemClock } from '../../../core/clock.ts';
import { Descriptors } from '../opened/descriptors.ts';

const lines = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => `line ${from + n}`);
const text = (from: number, to: number): string =>
  lines(from, to)
    .map((line) => `${line}\n`)
    .join('');

async function given() {
  const log = path.join(await temporaryDirectory(), 'app.log');
  return { log, scene: new FileScene(log) };
}

/** Each way in which a log is rotated. */
const ROTATIONS: Readonly<Record<string, (log: string) => Promise<void>>> = {
  'renamed, and a new one made': async (log) => {
    await rename(log, `${log}.1`);
    await writeFile(log, '');
  },
  'renamed to a date, and a new one made': async (log) => {
    await rename(log, `${log}-20260131`);
    await writeFile(log, '');
  },
  'copied and cut': async (log) => {
    await copyFile(log, `${log}.1`);
    await truncate(log);
  },
  'packed, and a new one made': async (log) => {
    await rename(log, `${log}.1`);
    await writeFile(log, '');
    await writeFile(`${log}.1.gz`, gzipSync(await readFile(`${log}.1`)));
    await rm(`${log}.1`);
  },
};

describe.each(Object.entries(ROTATIONS))('a file that is %s', (_, rotate) => {
  test('while it is followed is read on without a loss', async () => {
    const { log, scene } = await given();
    await writeFile(log, text(0, 3));
    scene.begin();
    await scene.hasRead(3);
    await appendFile(log, text(3, 5));
    await rotate(log);
    await appendFile(log, text(5, 8));
    await scene.hasRead(8);
    expect([scene.texts, scene.gaps]).toEqual([lines(0, 8), []]);
    expect(new Set(scene.identities).size).toBe(8);
  });

  test('while nobody watched is read to its end first', async () => {
    const { log, scene } = await given();
    await writeFile(log, text(0, 3));
    scene.begin();
    await scene.hasRead(3);
    scene.save();
    await scene.stop();
    await appendFile(log, text(3, 5));
    await rotate(log);
    await appendFile(log, text(5, 8));
    scene.begin();
    await scene.hasRead(8);
    expect([scene.texts, scene.gaps]).toEqual([lines(0, 8), []]);
  });
});

test('what is written to a file behind its rename is read although the next one was begun', async () => {
  const { log, scene } = await given();
  await writeFile(log, text(0, 2));
  scene.begin();
  await scene.hasRead(2);
  await rename(log, `${log}.1`);
  await writeFile(log, text(2, 3));
  await scene.hasRead(3);
  await appendFile(`${log}.1`, text(3, 4));
  await scene.hasRead(4);
  expect([scene.texts, scene.gaps]).toEqual([lines(0, 4), []]);
});

describe('what is written to a file behind its rename while nobody watches', () => {
  test.each([
    ['is read', async () => undefined],
    ['is read where it was renamed again', (log: string) => rename(`${log}.1`, `${log}.2`)],
  ])('%s', async (_, meanwhile) => {
    const { log, scene } = await given();
    await writeFile(log, text(0, 3));
    scene.begin();
    await scene.hasRead(3);
    await rename(log, `${log}.1`);
    await writeFile(log, 'next 0\n');
    await scene.hasRead(4);
    scene.save();
    await scene.stop();
    await appendFile(`${log}.1`, text(3, 5));
    await meanwhile(log);
    await appendFile(log, 'next 1\n');
    scene.begin();
    await scene.hasRead(7);
    await scene.stands('following');
    expect(scene.texts.toSorted()).toEqual([...lines(0, 5), 'next 0', 'next 1']);
    expect(scene.gaps).toEqual([]);
  });
});

describe('what was rotated away only just before nobody read any more', () => {
  /** Rotated once, and saved a moment later; what happens to the rotated file then. */
  async function rotatedThen(meanwhile: (rotated: string) => Promise<void>, clock: Clock = systemClock) {
    const { log, scene } = await given();
    await writeFile(log, text(0, 3));
    scene.begin();
    await scene.hasRead(3);
    await rename(log, `${log}.1`);
    await writeFile(log, 'next 0\n');
    await scene.hasRead(4);
    scene.save();
    await scene.stop();
    await meanwhile(`${log}.1`);
    scene.begin(undefined, { clock });
    await appendFile(log, 'next 1\n');
    await waitUntil(
      () => {
        scene.reader.changed();
        return scene.texts.includes('next 1');
      },
      { what: 'it is read on' },
    );
    return { log, scene, reasons: () => scene.gaps.map(({ reason }) => reason) };
  }

  test('is a gap where it is nowhere afterwards, for something may have been written to it, and is told once', async () => {
    const { scene, reasons } = await rotatedThen((rotated) => rm(rotated));
    expect(reasons()).toEqual(['rotated']);
    scene.save();
    await scene.stop();
    scene.begin();
    await scene.stands('following');
    expect(reasons()).toEqual(['rotated']);
  });

  test('is read on for what is written to it behind the start', async () => {
    const { log, scene, reasons } = await rotatedThen(async () => undefined);
    await appendFile(`${log}.1`, text(3, 4));
    await scene.hasRead(6);
    expect([scene.texts.at(-1), reasons()]).toEqual(['line 3', []]);
  });

  test('is left ten seconds behind the start, with its last line, which has no end', async () => {
    const { scene, reasons } = await rotatedThen((rotated) => appendFile(rotated, 'unended'), hurriedClock(20));
    await scene.hasRead(6);
    expect([scene.texts.at(-1), reasons()]).toEqual(['unended', []]);
  });

  test('is read to its end where it was packed, without a gap', async () => {
    const { scene, reasons } = await rotatedThen(async (rotated) => {
      await appendFile(rotated, text(3, 5));
      await writeFile(`${rotated}.gz`, gzipSync(await readFile(rotated)));
      await rm(rotated);
    });
    await scene.hasRead(7);
    expect([scene.texts.toSorted(), reasons()]).toEqual([[...lines(0, 5), 'next 0', 'next 1'], []]);
  });
});

test('what is copied, cut and written to again is read on without a loss, although it ends alike at the same place', async () => {
  const { log, scene } = await given();
  const long = (number: number): string => `line ${number} ${'x'.repeat(70)}`;
  await writeFile(log, `${long(0)}\n`);
  scene.begin();
  await scene.hasRead(1);
  await scene.stands('following');
  await copyFile(log, `${log}.1`);
  await truncate(log);
  await appendFile(log, `${long(1)}\n${long(2)}\n`);
  await scene.hasRead(3);
  expect([scene.texts, scene.gaps]).toEqual([[0, 1, 2].map(long), []]);
});

test('what is written to an empty file, copied and cut while it is looked at is read', async () => {
  const { log, scene } = await given();
  await writeFile(log, '');
  const tell = scene.states.push;
  // It was seen to be empty, and is read next.
  scene.states.push = (...states) => {
    if (states.includes('catching_up')) {
      writeFileSync(log, text(0, 2));
      copyFileSync(log, `${log}.1`);
      writeFileSync(log, text(2, 4));
    }
    return tell.apply(scene.states, states);
  };
  scene.begin();
  await scene.hasRead(4);
  expect(scene.texts).toEqual(lines(0, 4));
});

test('what is written to an empty file that is copied, cut and empty again when it is looked at is read', async () => {
  const { log, scene } = await given();
  await writeFile(log, '');
  scene.begin();
  await scene.stands('following');
  // The clock of a file system goes in steps.
  const isCutLater = async (): Promise<boolean> => {
    await writeFile(log, text(0, 2));
    await copyFile(log, `${log}.1`);
    await truncate(log);
    return (await stat(log, { bigint: true })).mtimeNs > (await stat(`${log}.1`, { bigint: true })).birthtimeNs;
  };
  await waitUntil(isCutLater, { what: 'it is cut later than it is copied' });
  await scene.hasRead(2);
  await appendFile(log, text(2, 4));
  await scene.hasRead(4);
  await scene.stands('following');
  expect(scene.texts).toEqual(lines(0, 4));
});

describe('what was written to an empty file, copied and cut, and written and renamed before anybody looked', () => {
  test.each([
    ['', {}],
    [', where it was closed', { descriptors: new Descriptors(-1) }],
  ])('is read, the copy too%s', async (_, options) => {
    const log = path.join(temporaryDirectory(), 'app.log');
    const scene = new FileScene(log, options);
    await writeFile(log, '');
    scene.begin();
    await scene.stands('following');
    await writeFile(log, text(0, 2));
    await copyFile(log, `${log}.2`);
    await truncate(log);
    await appendFile(log, text(2, 4));
    await rename(log, `${log}.1`);
    await writeFile(log, text(4, 6));
    await scene.hasRead(6);
    await scene.stands('following');
    expect(scene.texts).toEqual(lines(0, 6));
    expect(new Set(scene.identities).size).toBe(6);
  });
});

test('what was written to an empty file that was renamed before anybody looked is read without a gap', async () => {
  const { log, scene } = await given();
  await writeFile(log, '');
  scene.begin();
  await scene.stands('following');
  await writeFile(log, text(0, 2));
  await copyFile(log, `${log}.bak`);
  await appendFile(log, text(2, 4));
  await rename(log, `${log}.1`);
  await writeFile(log, text(4, 6));
  await scene.hasRead(6);
  await scene.stands('following');
  expect([scene.texts, scene.gaps]).toEqual([lines(0, 6), []]);
});

test('what was written to an empty file that was renamed is read, although the next one begins with the same', async () => {
  const { log, scene } = await given();
  await writeFile(log, '');
  scene.begin();
  await scene.stands('following');
  await writeFile(log, 'done\n');
  await rename(log, `${log}.1`);
  await writeFile(log, 'done\ndone\n');
  await scene.hasRead(3);
  await scene.stands('following');
  expect([scene.texts, scene.gaps]).toEqual([['done', 'done', 'done'], []]);
});

test('what was written to an empty file, copied and cut, and written and deleted is read, with a gap', async () => {
  const { log, scene } = await given();
  await writeFile(log, '');
  scene.begin();
  await scene.stands('following');
  await writeFile(log, text(0, 2));
  await copyFile(log, `${log}.1`);
  await truncate(log);
  await appendFile(log, text(2, 4));
  await rm(log);
  await writeFile(log, text(4, 6));
  await scene.hasRead(6);
  await scene.stands('following');
  expect(scene.texts.toSorted()).toEqual(lines(0, 6));
  expect(scene.gaps.map(({ reason }) => reason)).toContain('rotated');
});

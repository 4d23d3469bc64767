import { appendFile, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../../test/support/wait-until.ts';

async function given() {
  const log = path.join(temporaryDirectory(), 'app.log');
  await writeFile(log, 'one\ntwo\n');
  const scene = new FileScene(log);
  scene.begin();
  await scene.hasRead(2);
  return { log, scene };
}

/** Told of what came to a path or went from it. */
const CAME = { isTarget: false, isReplaced: false, isWritten: false } as const;

const reasons = (scene: FileScene): string[] => scene.gaps.map(({ reason }) => reason);

describe('what is lost of a file', () => {
  test('that is cut without a copy is a gap, although it has grown past the place since', async () => {
    const { log, scene } = await given();
    await truncate(log);
    await appendFile(log, 'three is longer than the others\nfour\n');
    await scene.hasRead(4);
    expect([scene.texts.slice(2), reasons(scene)]).toEqual([
      ['three is longer than the others', 'four'],
      ['truncated'],
    ]);
    expect(new Set(scene.identities).size).toBe(4);
  });

  test('that was rotated and deleted while nobody watched is a gap', async () => {
    const { log, scene } = await given();
    scene.save();
    await scene.stop();
    await appendFile(log, 'lost\n');
    await rename(log, `${log}.1`);
    await rm(`${log}.1`);
    await writeFile(log, 'three\n');
    scene.begin();
    await scene.hasRead(3);
    expect([scene.texts.slice(2), reasons(scene)]).toEqual([['three'], ['rotated']]);
  });

  test('that is deleted and made anew while it is followed is nothing', async () => {
    const { log, scene } = await given();
    await appendFile(log, 'three\n');
    await rm(log);
    await writeFile(log, 'four\n');
    await scene.hasRead(4);
    expect([scene.texts.slice(2), reasons(scene)]).toEqual([['three', 'four'], []]);
  });

  test('that came and went between two looks is a gap', async () => {
    const { log, scene } = await given();
    await scene.stands('following');
    for (const line of ['lost', 'three']) {
      await rm(log);
      scene.turnover.turned(CAME);
      await writeFile(log, `${line}\n`);
      scene.turnover.turned(CAME);
      scene.turnover.written();
    }
    await scene.hasRead(3);
    expect([scene.texts.slice(2), reasons(scene)]).toEqual([['three'], ['rotated']]);
  });

  test('that came and went behind the last that was read is a gap when there is none any more', async () => {
    const { log, scene } = await given();
    await scene.stands('following');
    for (let turn = 0; turn < 3; turn++) scene.turnover.turned(CAME);
    scene.turnover.turned(CAME);
    scene.turnover.written();
    scene.turnover.turned(CAME);
    await rm(log);
    scene.reader.removed();
    await scene.stands('gone');
    expect(reasons(scene)).toEqual(['removed_before_read']);
  });

  test('before it was begun is a gap, and one that is there is read', async () => {
    const log = path.join(temporaryDirectory(), 'app.log');
    const scene = new FileScene(log);
    for (let turn = 0; turn < 2; turn++) scene.turnover.turned(CAME);
    await writeFile(log, 'one\n');
    scene.begin();
    await scene.hasRead(1);
    expect([scene.texts, reasons(scene)]).toEqual([['one'], ['rotated']]);
  });

  test('that was written to an empty file, copied, cut and packed before anybody looked is a gap', async () => {
    const log = path.join(temporaryDirectory(), 'app.log');
    await writeFile(log, '');
    const scene = new FileScene(log);
    scene.begin();
    await scene.stands('following');
    await appendFile(log, 'lost\n');
    await writeFile(`${log}.1.gz`, gzipSync(await readFile(log)));
    await truncate(log);
    await appendFile(log, 'one\n');
    await scene.hasRead(1);
    expect([scene.texts, reasons(scene)]).toEqual([['one'], ['rotated']]);
  });

  test('is nothing of an empty file beside which an older one stands packed', async () => {
    const log = path.join(temporaryDirectory(), 'app.log');
    await writeFile(`${log}.1.gz`, gzipSync('older\n'));
    const isMadeLater = async (): Promise<boolean> => {
      await rm(log, { force: true });
      await writeFile(log, '');
      return (
        (await stat(log, { bigint: true })).birthtimeNs > (await stat(`${log}.1.gz`, { bigint: true })).birthtimeNs
      );
    };
    await waitUntil(isMadeLater, { what: 'it is made later than the other one was packed' });
    const scene = new FileScene(log);
    scene.begin();
    await scene.stands('following');
    const packed = await stat(log);
    await utimes(`${log}.1.gz`, packed.atime, new Date(packed.mtimeMs + 1_000));
    await appendFile(log, 'one\n');
    await scene.hasRead(1);
    expect([scene.texts, reasons(scene)]).toEqual([['one'], []]);
  });

  test('that does not end with a line is handed over when its path has led to nothing for a while', async () => {
    const { log, scene } = await given();
    await appendFile(log, 'three');
    await rm(log);
    scene.reader.removed();
    await scene.hasRead(3);
    expect([scene.texts.at(-1), reasons(scene)]).toEqual(['three', []]);
  });

  test('is nothing of one whose line comes in pieces', async () => {
    const { log, scene } = await given();
    for (const piece of ['th', 'r', 'ee\nfo']) await appendFile(log, piece);
    await scene.hasRead(3);
    scene.save();
    await scene.stop();
    await appendFile(log, 'ur\n');
    scene.begin();
    await scene.hasRead(4);
    expect(scene.texts.slice(2)).toEqual(['three', 'four']);
  });
});

// Where a reading of a file, or a piece that is read of it, may end.
import { appendFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileScene } from '../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { PIECE_BYTES, ReadRoom } from './reading/read-room.ts';

const MEGABYTE = 1024 * 1024;
/** And shorter than a line may be. */
const LONGER_THAN_A_PIECE = (PIECE_BYTES * 5) / 4;

const newLog = (): string => path.join(temporaryDirectory(), 'app.log');

/** Counts how much was asked for. */
class CountedRoom extends ReadRoom {
  asked = 0;
  largest = 0;

  override use<Value>(size: number, work: (buffer: Buffer) => Promise<Value>): Promise<Value> {
    this.asked += Math.max(size, PIECE_BYTES);
    this.largest = Math.max(this.largest, size);
    return super.use(size, work);
  }
}

describe('the lines of a file', () => {
  const text = Buffer.from('a\nzwei ä€😀 drei\r\n\n\0 with nothing\0\n    at step one\nlast\n');
  const lines = ['a', 'zwei ä€😀 drei', '', '\0 with nothing\0', '    at step one', 'last'];

  test('are the same wherever one reading ends and the next begins', async () => {
    for (let cut = 0; cut <= text.length; cut++) {
      const log = newLog();
      const scene = new FileScene(log);
      await writeFile(log, text.subarray(0, cut));
      scene.begin();
      await scene.hasRead(text.subarray(0, cut).toString('latin1').split('\n').length - 1);
      await scene.stands('following');
      scene.save();
      await scene.stop();
      await appendFile(log, text.subarray(cut));
      scene.begin();
      await scene.hasRead(lines.length);
      expect([scene.texts, scene.gaps], `cut at ${cut}`).toEqual([lines, []]);
      await scene.stop();
    }
  });

  test('are whole where a piece that is read ends within a character', async () => {
    const log = newLog();
    const scene = new FileScene(log);
    const each = [`x${'ä'.repeat(40)}`, `xy${'😀'.repeat(21)}`, 'ö'];
    const all = Array.from({ length: (3 * PIECE_BYTES) / 80 }, (_, n) => each[n % each.length]);
    await writeFile(log, all.map((line) => `${line}\n`).join(''));
    scene.begin();
    await scene.hasRead(all.length);
    expect(scene.texts.filter((one, n) => one !== all[n])).toEqual([]);
  });

  test('are none in an empty file, and the last one without an end is one when the file is gone', async () => {
    const log = newLog();
    const scene = new FileScene(log);
    await writeFile(log, '');
    scene.begin();
    await scene.stands('following');
    expect(scene.texts).toEqual([]);
    await appendFile(log, 'one\ntw');
    await scene.hasRead(1);
    await appendFile(log, 'o');
    await rm(log);
    scene.reader.removed();
    await scene.hasRead(2);
    expect(scene.texts).toEqual(['one', 'two']);
  });

  test('of a hundred megabytes cost no more than to pass over them once, and no memory', async () => {
    const log = newLog();
    const room = new CountedRoom();
    const scene = new FileScene(log, { room });
    await writeFile(log, 'begins');
    await truncate(log, 100 * MEGABYTE);
    await appendFile(log, '\nafter\n');
    scene.begin();
    await scene.hasRead(2);
    expect([scene.texts.length, scene.texts[1], scene.gaps]).toEqual([2, 'after', []]);
    expect(room.largest).toBeLessThanOrEqual(4 * MEGABYTE);
    expect(room.asked).toBeLessThan(120 * MEGABYTE);
  });

  test('of a long line that grows little by little are whole, and only what has come is looked at', async () => {
    const log = newLog();
    const room = new CountedRoom();
    const scene = new FileScene(log, { room });
    await writeFile(log, 'x'.repeat(LONGER_THAN_A_PIECE));
    scene.begin();
    await scene.stands('following');
    room.largest = 0;
    for (let n = 1; n <= 50; n++) {
      await appendFile(log, 'more');
      const size = LONGER_THAN_A_PIECE + n * 4;
      const isSeen = (): boolean => {
        scene.reader.changed();
        return scene.reader.progress?.size === size;
      };
      await waitUntil(isSeen, { what: () => `${size} bytes are seen` });
    }
    expect([room.largest, scene.texts]).toEqual([PIECE_BYTES, []]);
    await truncate(log, LONGER_THAN_A_PIECE);
    await appendFile(log, 'end\nnext\n');
    await scene.hasRead(2);
    expect([scene.texts.length, scene.texts[1], scene.gaps]).toEqual([2, 'next', []]);
  });
});

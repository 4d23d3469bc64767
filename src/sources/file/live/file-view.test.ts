import { appendFile, copyFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ViewedFile } from '../../../../test/support/files/viewed-file.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { dockerJsonFormat } from '../formats/docker-json-format.ts';
import type { LineFormat } from '../formats/line-format.ts';
import { ndjsonFormat } from '../formats/ndjson-format.ts';
import { plainFormat } from '../formats/plain-format.ts';

const lines = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => `line ${from + n}`);
const text = (from: number, to: number): string =>
  lines(from, to)
    .map((line) => `${line}\n`)
    .join('');
const newLog = (): string => path.join(temporaryDirectory(), 'app.log');

describe('the view of a file', () => {
  test('shows the last lines, of the files that were rotated away as well, and then each as it comes', async () => {
    const log = newLog();
    await writeFile(`${log}.2.gz`, gzipSync(text(0, 3)));
    await writeFile(`${log}.1`, text(3, 5));
    await writeFile(log, `${text(5, 8)}unfin`);
    const [all, four, none] = [new ViewedFile(log), new ViewedFile(log, { tail: 4 }), new ViewedFile(log, { tail: 0 })];
    await all.shows(...lines(0, 8));
    await four.shows(...lines(4, 8));
    for (const view of [all, four, none]) await view.isFollowed();
    await appendFile(log, 'ished\n');
    await all.shows(...lines(0, 8), 'unfinished');
    await four.shows(...lines(4, 8), 'unfinished');
    await none.shows('unfinished');
  });

  test.each(['renamed', 'copied and cut'])('goes on when the file is %s', async (how) => {
    const log = newLog();
    await writeFile(log, text(0, 2));
    const view = new ViewedFile(log, { tail: 1 });
    await view.shows(...lines(1, 2));
    await view.isFollowed();
    await appendFile(log, text(2, 4));
    if (how === 'renamed') await rename(log, `${log}.1`);
    else await copyFile(log, `${log}.1`).then(() => truncate(log));
    await appendFile(log, text(4, 6));
    await view.shows(...lines(1, 6));
    expect(view.gaps).toEqual([]);
  });

  test('goes on behind what was seen, also where that was rotated and packed meanwhile', async () => {
    const log = newLog();
    await writeFile(log, text(0, 3));
    const first = new ViewedFile(log);
    await first.shows(...lines(0, 3));
    await first.leave();
    await writeFile(`${log}.1.gz`, gzipSync(text(0, 5)));
    await writeFile(log, text(5, 7));
    const second = new ViewedFile(log, { after: first.ids[1] });
    await second.shows(...lines(2, 7));
    expect(second.gaps).toEqual([]);
  });

  test('says where lines are missing, and shows the newest', async () => {
    const log = newLog();
    await writeFile(log, text(0, 3));
    const first = new ViewedFile(log);
    await first.shows(...lines(0, 3));
    await first.leave();
    await rm(log);
    await writeFile(log, text(100, 105));
    const lost = new ViewedFile(log, { after: first.ids[2], tail: 2 });
    await lost.shows(...lines(103, 105));
    expect(lost.gaps).toEqual(['rotated']);
    await appendFile(log, `${'x'.repeat(1_000_000)}\n`.repeat(9));
    await appendFile(log, text(105, 107));
    const far = new ViewedFile(log, { after: lost.ids[0], tail: 2 });
    await far.shows(...lines(105, 107));
    expect(far.gaps).toEqual(['too_many']);
  });

  test('takes what no line can be called for no name', async () => {
    const log = newLog();
    await writeFile(`${log}.1.gz`, gzipSync(text(0, 2)));
    await writeFile(log, text(2, 3));
    const view = new ViewedFile(log, { after: 'fzzzzzzzzzzz-0000000000000000' });
    await view.shows(...lines(0, 3));
    expect(view.gaps).toEqual([]);
  });

  test('looks for the line that was seen no further back than what came since may be shown', async () => {
    const log = newLog();
    await writeFile(`${log}.2.gz`, gzipSync(text(0, 2)));
    await writeFile(`${log}.1`, `${'x'.repeat(1_000_000)}\n`.repeat(9));
    await writeFile(log, text(2, 5));
    const view = new ViewedFile(log, { after: 'f0-0000000000000000', tail: 2 });
    await view.shows(...lines(3, 5));
    expect(view.gaps).toEqual(['too_many']);
  });

  test('says what keeps it from being shown, and tries again', async () => {
    const log = newLog();
    await writeFile(log, text(0, 2));
    const faults = [new Error('nothing can be read')];
    const format = (): LineFormat => {
      const fault = faults.pop();
      if (fault) throw fault;
      return plainFormat;
    };
    const view = new ViewedFile(log, { format });
    await view.shows(...lines(0, 2));
    await view.isFollowed();
    expect(view.states).toEqual(['failed', 'following']);
  });

  test('has the time of its line, of the line before, or of the last change of the file', async () => {
    const [log, plain] = [newLog(), newLog()];
    await writeFile(log, '2026-01-31T12:00:00Z one\n  at a place\n2026-01-31T12:00:05Z two\n');
    const view = new ViewedFile(log, { tail: 2 });
    await view.shows('  at a place', '2026-01-31T12:00:05Z two');
    const at = Date.parse('2026-01-31T12:00:00Z') / 1000;
    expect(view.seconds).toEqual([at, at + 5]);
    await writeFile(plain, 'no time\n');
    await utimes(plain, at, at);
    const untimed = new ViewedFile(plain);
    await untimed.shows('no time');
    expect(untimed.seconds).toEqual([at]);
  });

  test('waits for whoever looks, and keeps nothing of what is not taken', async () => {
    const log = newLog();
    const many = (count: number): string => `${'x'.repeat(999)}\n`.repeat(count);
    await writeFile(log, many(2_000));
    const view = new ViewedFile(log, { tail: 2_000 });
    view.room = 10;
    const other = new ViewedFile(log, { tail: 2_000 });
    const otherShows = (count: number) => expect.poll(() => other.texts.length, { timeout: 30_000 }).toBe(count);
    await otherShows(2_000);
    await expect.poll(() => view.texts.length).toBeGreaterThan(10);
    expect(view.texts.length).toBeLessThan(1_000);
    view.take(1e9);
    await expect.poll(() => view.texts.length, { timeout: 30_000 }).toBe(2_000);
    for (const one of [view, other]) await one.isFollowed();
    view.room = 2_000;
    await appendFile(log, many(2_000));
    await otherShows(4_000);
    await expect.poll(() => view.texts.length).toBeGreaterThan(2_000);
    expect(view.texts.length).toBeLessThan(3_000);
    view.take(1e9);
    await expect.poll(() => view.texts.length, { timeout: 30_000 }).toBe(4_000);
  });

  test('of a file that is not there waits for it, and ends when it stays away', async () => {
    const log = newLog();
    const view = new ViewedFile(log, { goneAfterMs: 600 });
    await expect.poll(() => view.states).toEqual(['ended']);
    await writeFile(log, text(0, 1));
    await view.shows(...lines(0, 1));
    await rm(log);
    await view.ended;
    expect(view.isGone).toBe(true);
  });

  test('shows a message of several lines as it is, and goes on behind it', async () => {
    const log = newLog();
    const [one, two] = ['E: x\n\tat a\n', 'calm'].map((message) => `${JSON.stringify({ message })}\n`);
    await writeFile(log, `${one}${two}`);
    const format = () => ndjsonFormat('message');
    const view = new ViewedFile(log, { format });
    await view.shows('E: x\n\tat a', 'calm');
    const next = new ViewedFile(log, { after: view.ids[0], format });
    await next.shows('calm');
    expect(next.gaps).toEqual([]);
  });

  test('shows what stands in envelopes', async () => {
    const log = newLog();
    const envelope = (words: string) => `{"log":"${words}\\n","stream":"stderr","time":"2026-01-31T12:00:00Z"}\n`;
    await writeFile(log, envelope('one') + envelope('two') + envelope('three'));
    const view = new ViewedFile(log, { tail: 2, format: dockerJsonFormat });
    await view.shows('two', 'three');
    const next = new ViewedFile(log, { after: view.ids[0], format: dockerJsonFormat });
    await next.shows('three');
  });
});

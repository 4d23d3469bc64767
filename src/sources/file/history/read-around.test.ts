import { copyFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { everyLine } from '../../../../test/support/judge-every-line.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { plainFormat } from '../formats/plain-format.ts';
import { type AroundQuestion, readAround } from './read-around.ts';

const NOON = Date.parse('2026-01-31T12:00:00Z');
const newLog = (): string => path.join(temporaryDirectory(), 'app.log');
const lines = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => `line ${from + n}`);
const text = (from: number, to: number): string =>
  lines(from, to)
    .map((line) => `${line}\n`)
    .join('');

async function write(log: string, words: string | Buffer, changedMs: number): Promise<void> {
  await writeFile(log, words);
  await utimes(log, changedMs / 1000, changedMs / 1000);
}

async function around(log: string, meant: string, asked: Partial<AroundQuestion> = {}) {
  const seen: string[] = [];
  let left = 3;
  const how = await readAround(
    {
      path: log,
      format: () => plainFormat,
      dialect: undefined,
      offset: text(0, 5).length,
      atMs: NOON,
      count: 3,
      isIt: (bytes) => Buffer.from(bytes).toString() === meant,
      ...asked,
    },
    {
      line(batch, line, place) {
        seen.push(`${everyLine(batch)[line]?.text}${place === 'meant' ? ' !' : ''}`);
        if (place === 'behind') left -= 1;
        return left > 0;
      },
    },
    new AbortController().signal,
  );
  return { how, seen };
}

const FOUND = { how: 'read', seen: [...lines(2, 5), 'line 5 !', ...lines(6, 9)] };

describe('the lines around one of a file', () => {
  test.each<readonly [string, (log: string) => Promise<void>]>([
    ['where it was written', async () => {}],
    ['in what it was renamed to', (log) => rename(log, `${log}.1`)],
    ['in a copy of it', (log) => copyFile(log, `${log}.1`).then(() => truncate(log))],
    ['in what it was packed to', (log) => writeFile(`${log}.1.gz`, gzipSync(text(0, 20))).then(() => rm(log))],
  ])('are found %s', async (_, rotate) => {
    const log = newLog();
    await write(log, text(0, 20), NOON);
    await rotate(log);
    expect(await around(log, 'line 5')).toEqual(FOUND);
  });

  test('are those of the files before and behind it as well', async () => {
    const log = newLog();
    await write(`${log}.2`, text(3, 5), NOON - 2000);
    await write(`${log}.1`, text(5, 6), NOON);
    await write(log, text(6, 20), NOON + 2000);
    expect(await around(log, 'line 5', { offset: 0 })).toEqual({
      how: 'read',
      seen: ['line 3', 'line 4', 'line 5 !', ...lines(6, 9)],
    });
  });

  test('are those of the file that was written to when the line was, where several have the same in its place', async () => {
    const log = newLog();
    const same = (n: number): string => `begin\nof ${n}\n`;
    for (const n of [1, 2, 3]) await write(`${log}.${n}`, same(n), NOON - n * 3_600_000);
    await write(log, same(0), NOON);
    const of = (hours: number) => around(log, 'begin', { offset: 0, atMs: NOON - hours * 3_600_000, count: 0 });
    expect((await of(2)).seen.slice(0, 2)).toEqual(['begin !', 'of 2']);
    expect((await of(0)).seen.slice(0, 2)).toEqual(['begin !', 'of 0']);
  });

  test('are not there where another line stands in its place, or none', async () => {
    const log = newLog();
    await write(log, text(0, 20), NOON);
    for (const [meant, offset] of [
      ['line 6', undefined],
      ['ine 5', text(0, 5).length + 1],
      ['line 5', 10_000],
    ] as const)
      expect(await around(log, meant, offset === undefined ? {} : { offset })).toEqual({ how: 'absent', seen: [] });
  });
});

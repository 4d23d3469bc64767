import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { appendFile, copyFile, open, rename, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { everyLine } from '../../../../test/support/judge-every-line.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { BOTH_STREAMS } from '../../../core/lines/line-batch.ts';
import { stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import { dockerJsonFormat } from '../formats/docker-json-format.ts';
import { ndjsonFormat } from '../formats/ndjson-format.ts';
import { plainFormat } from '../formats/plain-format.ts';
import { readSpan, type SpanQuestion, type SpanTaker } from './read-span.ts';

const NOON = Date.parse('2026-01-31T12:00:00Z');
const MINUTE_MS = 60_000;
const newLog = (): string => path.join(temporaryDirectory(), 'app.log');
const stamped = (minute: number, words = `at ${minute}`): string =>
  `${new Date(NOON + minute * MINUTE_MS).toISOString()} ${words}\n`;
const at = (minute: number) => stampOfMilliseconds(NOON + minute * MINUTE_MS);

/** As a program leaves it that writes its last line at this minute. */
async function write(log: string, text: string | Buffer, minute: number): Promise<void> {
  await writeFile(log, text);
  const seconds = (NOON + minute * MINUTE_MS) / 1000;
  await utimes(log, seconds, seconds);
}

/** How many files that have no name any more are open. */
function unpackedNow(): number {
  const open = readdirSync('/proc/self/fd').map((one) => `/proc/self/fd/${one}`);
  // The one by which they are listed is closed again by then.
  const names = open.filter((one) => lstatSync(one, { throwIfNoEntry: false })).map((one) => readlinkSync(one));
  return names.filter((name) => /tocsin-[\w-]+ \(deleted\)$/.test(name)).length;
}

interface Given extends Partial<SpanTaker> {
  readonly signal?: AbortSignal;
}

async function read(log: string, asked: Partial<SpanQuestion> = {}, { signal, ...taker }: Given = {}) {
  const texts: string[] = [];
  const end = await readSpan(
    {
      path: log,
      format: () => plainFormat,
      dialect: undefined,
      streams: BOTH_STREAMS,
      since: at(0),
      until: at(1_000),
      now: NOON + 1_000 * MINUTE_MS,
      ...asked,
    },
    {
      taker: { lines: (batch) => void texts.push(...everyLine(batch).map(({ text }) => text.trimEnd())), ...taker },
      signal: signal ?? new AbortController().signal,
    },
  );
  return { how: end.how, texts: texts.map((text) => text.replace(/^\S+Z /, '')) };
}

describe('what a file holds of a span of time', () => {
  test('is read of it and of what was rotated away from it, whatever is older or later left out', async () => {
    const log = newLog();
    await write(`${log}.4.gz`, gzipSync(stamped(-90)), -90);
    await write(`${log}.3.gz`, gzipSync(stamped(-30) + stamped(10)), 10);
    await write(`${log}.2`, stamped(20) + stamped(30), 30);
    await write(`${log}.1`, `${stamped(40)}without an end`, 40);
    await write(log, `${stamped(50)}${stamped(60)}unfin`, 60);
    const all = ['at 10', 'at 20', 'at 30', 'at 40', 'without an end', 'at 50', 'at 60'];
    expect(await read(log)).toEqual({ how: 'complete', texts: all });
    expect((await read(log, { since: at(30), until: at(50) })).texts).toEqual(all.slice(2, 6));
    expect((await read(log, { since: at(61) })).texts).toEqual([]);
  });

  test('is read by times that are numbers in JSON', async () => {
    const log = newLog();
    const line = (minute: number): string => `{"time":${NOON + minute * MINUTE_MS},"message":"at ${minute}"}\n`;
    await write(log, line(10) + line(20) + line(30), 30);
    const asked = { format: () => ndjsonFormat('message'), since: at(15), until: at(25) };
    expect(await read(log, asked)).toEqual({ how: 'complete', texts: ['at 20'] });
  });

  test('is found by halves in a long file, and nothing before it is read', async () => {
    const log = newLog();
    const count = 40_000;
    let text = '';
    for (let second = 0; second < count; second++) text += stamped(second / 60, `line ${second} ${'x'.repeat(100)}`);
    await write(log, text, count / 60);
    let pieces = 0;
    const rested = () => {
      pieces += 1;
      return undefined;
    };
    const since = stampOfMilliseconds(NOON + (count - 100) * 1000);
    const { texts } = await read(log, { since }, { rested });
    expect([texts.length, texts[0]?.slice(0, 10)]).toEqual([100, 'line 39900']);
    expect(pieces).toBeLessThan(4);
  });

  test('counts a copy that is about to be cut, and what is being packed, once', async () => {
    const log = newLog();
    await write(log, stamped(2) + stamped(3), 3);
    await copyFile(log, `${log}.1`);
    await appendFile(log, stamped(4));
    await write(`${log}.2`, stamped(0) + stamped(1), 1);
    await write(`${log}.2.gz`, gzipSync(stamped(0)), 1);
    expect((await read(log)).texts).toEqual(['at 0', 'at 1', 'at 2', 'at 3', 'at 4']);
  });

  test('is what it was when it was begun to be read, although it is rotated meanwhile', async () => {
    const log = newLog();
    await write(`${log}.1`, stamped(0), 0);
    await write(log, stamped(1), 1);
    let rotated: Promise<void> | undefined;
    const rested = () => {
      rotated ??= rename(`${log}.1`, `${log}.2`)
        .then(() => rename(log, `${log}.1`))
        .then(() => writeFile(log, stamped(2)));
      return rotated;
    };
    expect((await read(log, {}, { rested })).texts).toEqual(['at 0', 'at 1']);
    expect((await read(log)).texts).toEqual(['at 0', 'at 1', 'at 2']);
  });

  test('is unpacked one file after the other, and nothing of it is left open', async () => {
    const log = newLog();
    for (const number of [3, 2, 1]) await write(`${log}.${number}.gz`, gzipSync(stamped(10 - number)), 10 - number);
    await write(log, stamped(10), 10);
    const open: number[] = [];
    const end = await read(log, {}, { rested: () => void open.push(unpackedNow()) });
    expect(end).toEqual({ how: 'complete', texts: ['at 7', 'at 8', 'at 9', 'at 10'] });
    expect([Math.max(...open), open.at(-1), unpackedNow()]).toEqual([1, 0, 0]);
  });

  test('is not known where no line says when it was written; the newest lines are', async () => {
    const log = newLog();
    await write(`${log}.1`, 'one\ntwo\n', 1);
    await write(log, 'three\n', 2);
    expect(await read(log)).toEqual({ how: 'untimed', texts: [] });
    expect((await read(log, { tail: 2 })).texts).toEqual(['two', 'three']);
    expect((await read(log, { tail: 2, since: at(2) })).texts).toEqual(['three']);
    expect(await read(newLog())).toEqual({ how: 'complete', texts: [] });
  });

  test('has of envelopes the stream that is wanted', async () => {
    const enveloped = newLog();
    const line = (stream: string) => `{"log":"${stream}\\n","stream":"${stream}","time":"2026-01-31T12:00:01Z"}\n`;
    await write(enveloped, line('stdout') + line('stderr'), 1);
    const wanted = { format: dockerJsonFormat, streams: { stdout: false, stderr: true } };
    expect((await read(enveloped, wanted)).texts).toEqual(['stderr']);
  });

  test('says that a file was cut while it was read, or cannot be unpacked; and ends when nobody wants it any more', async () => {
    const log = newLog();
    await write(log, stamped(1).repeat(20_000), 1);
    const cut = { rested: async () => (await open(log, 'w')).close() };
    expect((await read(log, {}, cut)).how).toBe('changed');
    await write(log, stamped(2), 2);
    await write(`${log}.1.gz`, gzipSync(stamped(1)).subarray(0, 12), 1);
    expect((await read(log)).how).toBe('packed');
    const other = newLog();
    await write(other, stamped(1).repeat(20_000), 1);
    const ending = new AbortController();
    const taker = { lines: () => ending.abort(), signal: ending.signal };
    expect((await read(other, {}, taker)).how).toBe('closed');
  });
});

// The whole server is killed with SIGKILL at moments that nobody chose, while a program writes and rotates a log as fast as it can: each line is one event.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { sqliteDatabase } from '../support/databases.ts';
import { startFileServer } from '../support/files/file-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const isLong = process.env.TOCSIN_TEST_LONG === '1';
const KILLS = isLong ? 40 : 4;
const ROTATIONS = isLong ? 2_000 : 80;
/** From the start of the writer: sometimes it is at work, sometimes it has ended. */
const MOST_MS = isLong ? 1_500 : 500;
const LIMIT_MS = isLong ? 1_800_000 : 240_000;
const WRITER = path.join(import.meta.dirname, '../support/files/rotating-writer.ts');

interface Event {
  readonly source: string;
  readonly message: string;
  readonly metadata: { readonly line_at: string };
}

test.each([
  ['loses no line, and none comes twice', 0],
  ['loses no trace of those that are joined, none comes twice, and each is whole', 2],
])('a log that is rotated in every way while its reader is killed %s', { timeout: LIMIT_MS }, async (_, goingOn) => {
  const { events, written } = await given('mixed', goingOn);
  const lines = events.filter(isLine);
  expect(lines.map(numberOf).toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: written }, (_l, n) => n),
  );
  const steps = Array.from({ length: goingOn }, (_each, n) => `    at step ${n}`).join('\n');
  const messages = lines.map(({ message }) => message);
  expect(messages.filter((message) => message.split('\n').slice(1).join('\n') !== steps)).toEqual([]);
  expect(events.filter((event) => !isLine(event)).map(({ message }) => message)).toEqual([]);
});

test('a log that is rotated, deleted, replaced and led elsewhere while its reader is killed has a gap where lines were destroyed unread, and nowhere else, and no line comes twice', {
  timeout: LIMIT_MS,
}, async () => {
  const { events, gaps, unheard, written } = await given('every');
  const lines = events.filter(isLine).toSorted((one, other) => numberOf(one) - numberOf(other));
  const numbers = lines.map(numberOf);
  expect(numbers).toEqual([...new Set(numbers)]);
  // What is missing lies between the times of two lines.
  const missing = lines.flatMap((line, at): Span[] => {
    const before = lines[at - 1];
    const isNext = numberOf(line) === (before ? numberOf(before) : -1) + 1;
    return isNext ? [] : [{ from: before ? momentOf(before) : 0, to: momentOf(line) }];
  });
  const covers = (gap: Span, span: Span): boolean => gap.from <= span.to && gap.to >= span.from;
  expect(missing.filter((span) => !gaps.some((gap) => covers(gap, span)))).toEqual([]);
  // Of what happened while nobody listened nobody knows whether lines were destroyed between two generations.
  const mayBeTold = [...missing, ...unheard];
  expect(gaps.filter((gap) => !mayBeTold.some((span) => covers(gap, span)))).toEqual([]);
  expect(numbers.length).toBeLessThan(written);
});

const isLine = ({ source }: Event): boolean => source === 'logscan';
const numberOf = ({ message }: Event): number => Number(message.split(' ')[1]);
const momentOf = ({ metadata }: Event): number => Date.parse(metadata.line_at);

/** Milliseconds since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** All that a server made of a log that was written and rotated so, while it was killed again and again. */
async function given(way: string, goingOn = 0) {
  const folder = temporaryDirectory();
  const log = path.join(folder, 'app.log');
  writeFileSync(log, 'before\n');
  const settings = { TOCSIN_FILES: goingOn === 0 ? log : `joined:${log}`, TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0' };
  const database = sqliteDatabase();
  let life = await startFileServer(database, settings);
  await life.admin.post('/api/log-scan-rules', { name: 'line', pattern: '^line ', cooldown_seconds: 0 });
  await waitUntil(async () => (await stateOf(life.admin)) === 'following', { what: 'it is followed' });
  // What is seen to be destroyed once may be destroyed while nobody watches.
  let written = await write({ log, way: way === 'every' ? 'delete' : way, rotations: 8, first: 0, goingOn });
  await isRead(life.admin, written);
  const unheard: Span[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const writing = write({ log, way, rotations: ROTATIONS / KILLS, first: written, goingOn });
    await sleep(Math.random() * MOST_MS);
    const from = Date.now();
    await life.server.kill('SIGKILL');
    life = await startFileServer(database, settings);
    unheard.push({ from, to: Date.now() });
    written = await writing;
  }
  await isRead(life.admin, written);
  const events = await allEvents(life.admin);
  await life.server.kill('SIGTERM');
  const rows = await database.run('select from_stamp, to_stamp from gaps');
  const gaps = rows.map(({ from_stamp: from, to_stamp: to }) => ({
    from: from === null ? 0 : Math.floor(Number(from) * 1000),
    to: Math.ceil(Number(to) * 1000),
  }));
  return { events, gaps, unheard, written };
}

async function isRead(admin: ApiClient, written: number): Promise<void> {
  const last = `line ${written - 1} `;
  await waitUntil(async () => (await newest(admin))?.message.startsWith(last) ?? false, {
    what: `the last of ${written} lines is an event`,
    limitMs: LIMIT_MS,
  });
}

interface Writing {
  readonly log: string;
  readonly way: string;
  readonly rotations: number;
  readonly first: number;
  /** Lines that go on with each. */
  readonly goingOn: number;
}

/** One way rotates twice. */
const KEPT = 2 * ROTATIONS + 99;

/** Nothing that is rotated away is removed. @returns the number of the line that would come next */
async function write({ log, way, rotations, first, goingOn }: Writing): Promise<number> {
  const args = [WRITER, log, way, ...[rotations, KEPT, first, goingOn].map(String)];
  return Number((await promisify(execFile)(process.execPath, args)).stdout);
}

async function stateOf(admin: ApiClient): Promise<unknown> {
  const items = (await admin.get('/api/containers')).body?.items as readonly { readonly state: string }[] | undefined;
  return items?.[0]?.state;
}

async function newest(admin: ApiClient): Promise<Event | undefined> {
  const items = (await admin.get('/api/events?limit=1&source=logscan')).body?.items as readonly Event[] | undefined;
  return items?.[0];
}

async function allEvents(admin: ApiClient): Promise<readonly Event[]> {
  const events: Event[] = [];
  let cursor = '';
  for (;;) {
    const { body } = await admin.get(`/api/events?limit=500${cursor}`);
    const { items, next_cursor: next } = body as {
      readonly items: readonly Event[];
      readonly next_cursor: string | null;
    };
    events.push(...items);
    if (next === null) return events;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

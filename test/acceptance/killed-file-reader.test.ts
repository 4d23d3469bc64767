// The whole server is killed with SIGKILL at moments that nobody chose, while a program writes and rotates a log as fast as it can: each line is one event.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
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
}

test.each([
  ['loses no line, and none comes twice', 0],
  ['loses no trace of those that are joined, none comes twice, and each is whole', 2],
])('a log that is rotated in every way while its reader is killed %s', { timeout: LIMIT_MS }, async (_, goingOn) => {
  const folder = temporaryDirectory();
  const log = path.join(folder, 'app.log');
  writeFileSync(log, 'before\n');
  const settings = { TOCSIN_FILES: goingOn === 0 ? log : `joined:${log}`, TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0' };
  const database = { dataDir: temporaryDirectory(), databaseUrl: undefined };
  let life = await startFileServer(database, settings);
  await life.admin.post('/api/log-scan-rules', { name: 'line', pattern: '^line ', cooldown_seconds: 0 });
  await waitUntil(async () => (await stateOf(life.admin)) === 'following', { what: 'it is followed' });
  let written = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const writing = write({ log, rotations: ROTATIONS / KILLS, first: written, goingOn });
    await sleep(Math.random() * MOST_MS);
    await life.server.kill('SIGKILL');
    life = await startFileServer(database, settings);
    written = await writing;
  }
  const last = `line ${written - 1} `;
  await waitUntil(async () => (await newest(life.admin))?.message.startsWith(last) ?? false, {
    what: `the last of ${written} lines is an event`,
    limitMs: LIMIT_MS,
  });
  const events = await allEvents(life.admin);
  const messages = events.filter(({ source }) => source === 'logscan').map(({ message }) => message);
  const numbers = messages.map((message) => Number(message.split(' ')[1]));
  expect(numbers.toSorted((one, other) => one - other)).toEqual(Array.from({ length: written }, (_, n) => n));
  const steps = Array.from({ length: goingOn }, (_each, n) => `    at step ${n}`);
  expect(messages.filter((message) => message.split('\n').slice(1).join('\n') !== steps.join('\n'))).toEqual([]);
  expect(events.filter(({ source }) => source !== 'logscan').map(({ message }) => message)).toEqual([]);
  await life.server.kill('SIGTERM');
});

interface Writing {
  readonly log: string;
  readonly rotations: number;
  readonly first: number;
  /** Lines that go on with each. */
  readonly goingOn: number;
}

/** Nothing that is rotated away is removed. @returns the number of the line that would come next */
async function write(of: Writing) {
  const args = [WRITER, of.log, 'mixed', `${of.rotations}`, `${ROTATIONS + 1}`, `${of.first}`, `${of.goingOn}`];
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

// The whole server is killed with SIGKILL while a link is led between logs that are watched by their own names and files that are not, and logs get second names: each line is one event.
import { appendFileSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { sqliteDatabase } from '../support/databases.ts';
import { startFileServer } from '../support/files/file-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const KILLS = 4;
const TURNS = 12;
const patience = { limitMs: 120_000 } as const;

type Items = readonly Readonly<Record<string, unknown>>[];
const itemsOf = async (admin: ApiClient, at: string): Promise<Items> =>
  ((await admin.get(at)).body?.items ?? []) as Items;

const numbersOf = (events: Items): number[] =>
  events.flatMap(({ message }) => /^line (\d+)$/.exec(String(message))?.[1] ?? []).map(Number);

/** What is written, and where a link is led. */
function writerIn(folder: string) {
  const at = (name: string): string => path.join(folder, name);
  let written = 0;
  const write = (name: string, count: number): void => {
    for (let n = 0; n < count; n++) appendFileSync(at(name), `line ${written++}\n`);
  };
  const lead = (to: string): void => {
    symlinkSync(at(to), at('new'));
    renameSync(at('new'), at('current.log'));
  };
  /** A log of its own that the link leads to, a file beside, and a log that goes on under a second name. */
  const turn = async (n: number): Promise<void> => {
    const [log, beside] = [`app_${n}.log`, `beside/${n % 2}.txt`];
    write(log, 3);
    lead(log);
    write(log, 3);
    await sleep(Math.random() * 400);
    lead(beside);
    write(beside, 3);
    if (n % 4 !== 0) return;
    linkSync(at(log), at(`second_${n}.log`));
    write(log, 2);
    rmSync(at(log));
    write(`second_${n}.log`, 2);
  };
  mkdirSync(at('beside'));
  return { at, write, lead, turn, written: () => written };
}

test('lines of files to which several paths lead are each one event, over links that are led elsewhere and kills at any time', {
  timeout: 400_000,
}, async () => {
  const folder = temporaryDirectory();
  const { at, write, lead, turn, written } = writerIn(folder);
  write('beside/0.txt', 1);
  const database = sqliteDatabase();
  const settings = { TOCSIN_FILES: at('*.log'), TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0' };
  let life = await startFileServer(database, settings);
  await life.admin.post('/api/log-scan-rules', { name: 'line', pattern: '^line ', cooldown_seconds: 0 });
  const events = () => itemsOf(life.admin, '/api/events?limit=500&source=logscan');
  lead('beside/0.txt');
  await waitUntil(async () => numbersOf(await events()).length > 0, { what: 'the link is read', ...patience });
  for (let kill = 0; kill < KILLS; kill++) {
    for (let n = 0; n < TURNS / KILLS; n++) {
      await turn((kill * TURNS) / KILLS + n);
      await sleep(Math.random() * 400);
    }
    await life.server.kill('SIGKILL');
    life = await startFileServer(database, settings);
  }
  // What stands beside is read where the link leads.
  for (const beside of ['beside/0.txt', 'beside/1.txt']) {
    lead(beside);
    const last = written();
    write(beside, 1);
    await waitUntil(async () => numbersOf(await events()).includes(last), { what: `${beside} is read`, ...patience });
  }
  const all = Array.from({ length: written() }, (_, n) => n);
  let read: readonly number[] = [];
  const isAll = async (): Promise<boolean> => {
    read = numbersOf(await events());
    return read.length >= all.length;
  };
  const missing = (): string => all.filter((n) => !read.includes(n)).join();
  await waitUntil(isAll, { what: () => `each line is an event; ${missing()} are missing`, ...patience });
  expect(numbersOf(await events()).toSorted((one, other) => one - other)).toEqual(all);
  lead('app_1.log');
  const isAtRest = async (): Promise<boolean> =>
    (await itemsOf(life.admin, '/api/containers')).some(
      ({ name, state, note }) =>
        name === at('current.log') && state === 'idle' && String(note).includes(`read as ${at('app_1.log')}`),
    );
  await waitUntil(isAtRest, { what: 'the link says under which name it is read', ...patience });
});

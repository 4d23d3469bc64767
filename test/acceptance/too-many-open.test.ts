// A process that may open fewer files than are rotated at once.
import { appendFileSync, readdirSync, readlinkSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { commandOf, startCommand } from '../support/child-process.ts';
import { sqliteDatabase } from '../support/databases.ts';
import { type FileServer, startFileServer } from '../support/files/file-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const FILES = 400;
const RULES = `rules:
  - name: line
    pattern: '^line '
    cooldown_seconds: 0
`;

/** Where each descriptor leads, as far as it is still there. */
function openFilesOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((fd) => {
    try {
      return [readlinkSync(path.join(folder, fd))];
    } catch {
      return [];
    }
  });
}

test('more files than may be open are rotated at once, and each line is read once', { timeout: 240_000 }, async () => {
  const folder = temporaryDirectory();
  const logs = Array.from({ length: FILES }, (_, n) => path.join(folder, `${n}.log`));
  const rules = path.join(temporaryDirectory(), 'rules.yaml');
  writeFileSync(rules, RULES);
  for (const log of logs) writeFileSync(log, 'before\n');
  const limited = ['sh', '-c', `ulimit -n ${FILES}; exec "$@" 2>&1`, 'sh', ...commandOf('src/main.ts')];
  const tail = await startCommand([...limited, 'tail', '--rules', rules, path.join(folder, '*.log')], {});
  await tail.line((line) => line.includes(`${FILES} files`));
  const expected: string[] = [];
  const write = (log: string, word: string): void => {
    const line = `line ${path.basename(log)} ${word}`;
    expected.push(line);
    appendFileSync(log, `${line}\n`);
  };
  for (const log of logs) {
    write(log, 'one');
    renameSync(log, `${log}.1`);
    write(log, 'two');
  }
  const read = (): string[] => tail.lines.flatMap((line) => /line \d+\.log \w+$/.exec(line)?.[0] ?? []);
  await waitUntil(() => read().length >= expected.length, {
    what: () => `${expected.length} lines are read: ${read().length}, ${tail.lines.slice(-3)}`,
    limitMs: 200_000,
  });
  expect(read().toSorted()).toEqual(expected.toSorted());
  // For a while something may be written to them.
  expect(openFilesOf(tail.pid).filter((one) => one.endsWith('.log.1')).length).toBeLessThanOrEqual(FILES / 4);
});

test('files to which nothing is written leave most of what may be open to everything else', {
  timeout: 120_000,
}, async () => {
  const folder = temporaryDirectory();
  const logs = Array.from({ length: 200 }, (_, n) => path.join(folder, `${n}.log`));
  const rules = path.join(temporaryDirectory(), 'rules.yaml');
  writeFileSync(rules, RULES);
  for (const log of logs) writeFileSync(log, 'before\n');
  const limited = ['sh', '-c', 'ulimit -n 160; exec "$@" 2>&1', 'sh', ...commandOf('src/main.ts')];
  const tail = await startCommand([...limited, 'tail', '--rules', rules, path.join(folder, '*.log')], {});
  await tail.line((line) => line.includes('200 files'));
  const open = (): number => openFilesOf(tail.pid).filter((one) => one.startsWith(folder)).length;
  for (const log of logs) appendFileSync(log, `line ${path.basename(log)} one\n`);
  const read = (): number => tail.lines.filter((line) => /line \d+\.log one$/.test(line)).length;
  await waitUntil(() => read() === logs.length, { what: () => `each line is read: ${read()}`, limitMs: 60_000 });
  await waitUntil(() => open() <= 50, { what: () => `no more are open than a quarter: ${open()}` });
});

const patience = { limitMs: 60_000 } as const;

/** Many logs with a line each, and the servers that watch them one after the other. */
function given() {
  const folder = temporaryDirectory();
  const logs = Array.from({ length: 120 }, (_, n) => path.join(folder, `${n}.log`));
  for (const log of logs) writeFileSync(log, 'line before\n');
  const database = sqliteDatabase();
  const settings = { TOCSIN_FILES: path.join(folder, '*.log'), TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0' };
  const start = (runs: readonly string[] = []): Promise<FileServer> => startFileServer(database, settings, runs);
  const write = (word: string): void => {
    for (const log of logs) appendFileSync(log, `line ${path.basename(log)} ${word}\n`);
  };
  const written = (...words: readonly string[]): readonly string[] =>
    words.flatMap((word) => logs.map((log) => `line ${path.basename(log)} ${word}`)).toSorted();
  const areSaved = async (): Promise<boolean> =>
    (await database.run('select key from origins where head is not null')).length === logs.length;
  return { logs, start, write, written, areSaved };
}

const FEW_OPEN = ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'];

async function areAll(admin: ApiClient, stand: (state: unknown) => boolean): Promise<boolean> {
  const { body } = await admin.get('/api/containers?limit=200');
  const all = ((body?.items ?? []) as readonly { state: unknown }[]).map(({ state }) => state);
  return all.length === 120 && all.every(stand);
}

/** From the moment on at which a rule wants them. */
async function areWanted({ admin, server }: FileServer): Promise<void> {
  await waitUntil(() => areAll(admin, (state) => state === 'not_wanted'), { what: 'all are found', ...patience });
  await admin.post('/api/log-scan-rules', { name: 'line', pattern: '^line ', cooldown_seconds: 0 });
  await waitUntil(() => areAll(admin, (state) => state !== 'not_wanted'), { what: 'all are wanted', ...patience });
  expect(server.lines.some((line) => line.includes('"tail_unreadable"'))).toBe(true);
}

async function linesOf({ admin }: FileServer, least: number): Promise<readonly string[]> {
  const read = async (): Promise<readonly string[]> => {
    const { body } = await admin.get('/api/events?limit=500&source=logscan');
    return ((body?.items ?? []) as readonly { message: string }[]).map(({ message }) => message);
  };
  // Only so many are opened each second.
  const areFollowed = () => areAll(admin, (state) => state === 'following');
  await waitUntil(areFollowed, { what: 'all are read', limitMs: 120_000 });
  await waitUntil(async () => (await read()).length >= least, { what: 'each line is an event', ...patience });
  return (await read()).toSorted();
}

test('of more files than may be open each line is read that came since a rule wanted it', {
  timeout: 240_000,
}, async () => {
  const { logs, start, write, written } = given();
  const life = await start(FEW_OPEN);
  await areWanted(life);
  write('one');
  expect(await linesOf(life, logs.length)).toEqual(written('one'));
  await life.server.kill('SIGTERM');
});

test('of more files than may be open each line is read that came since a rule wanted it, also when the server was killed before they were', {
  timeout: 240_000,
}, async () => {
  const { logs, start, write, written, areSaved } = given();
  const before = await start(FEW_OPEN);
  await waitUntil(areSaved, { what: 'where they ended is saved', ...patience });
  await areWanted(before);
  write('one');
  await before.server.kill('SIGKILL');
  write('two');
  const life = await start();
  expect(await linesOf(life, 2 * logs.length)).toEqual(written('one', 'two'));
  expect((await life.admin.get('/api/containers?limit=200')).body?.items).toSatisfy(
    (items: readonly { gaps_total: number }[]) => items.every(({ gaps_total: gaps }) => gaps === 0),
  );
  await life.server.kill('SIGTERM');
});

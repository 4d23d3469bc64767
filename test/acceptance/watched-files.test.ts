// Files that a server watches, as a process with real files and a real database.
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { describeDatabases } from '../support/databases.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { startFileServer } from '../support/files/file-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const patience = { limitMs: 60_000 } as const;

type Items = readonly Readonly<Record<string, unknown>>[];
const itemsOf = async (admin: ApiClient, at: string): Promise<Items> =>
  ((await admin.get(at)).body?.items ?? []) as Items;

async function isFollowed(admin: ApiClient, file: string): Promise<void> {
  const isSo = async () =>
    (await itemsOf(admin, '/api/containers')).some(({ name, state }) => name === file && state === 'following');
  await waitUntil(isSo, { what: `${file} is followed`, ...patience });
}

describeDatabases('the files of a server that is killed at any time', (create) => {
  test('are read on, each line once, and what they lead to is delivered', { timeout: 240_000 }, async () => {
    const database = await create();
    const receiver = await startFaultyReceiver();
    const folder = temporaryDirectory();
    const log = path.join(folder, 'app.log');
    writeFileSync(log, 'fatal: before anybody watched\n');
    const settings = {
      TOCSIN_FILES: `shop=${folder}/*.log`,
      TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${receiver.port}`,
    };
    let life = await startFileServer(database, settings);
    await life.admin.post('/api/event-triggers', { name: 'hook', channel: 'webhook', config: { url: receiver.url } });
    await life.admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal', cooldown_seconds: 0 });
    await isFollowed(life.admin, log);
    const heard = () => receiver.requests.flatMap(({ body }) => /fatal: \w+/.exec(body)?.[0] ?? []);
    const wanted: string[] = [];
    for (const [n, round] of ['one', 'two', 'three'].entries()) {
      wanted.push(`fatal: ${round}`, `fatal: ${round}away`);
      appendFileSync(log, `fatal: ${round}\n`);
      await waitUntil(() => heard().includes(`fatal: ${round}`), { what: `${round} arrives`, ...patience });
      await life.server.kill('SIGKILL');
      appendFileSync(log, `fatal: ${round}away\n`);
      renameSync(log, `${log}.${3 - n}`);
      writeFileSync(log, 'calm\n');
      if (database.kind === 'postgres')
        await database.run('update deliveries set leased_until = leased_until - 61000 where leased_until is not null');
      life = await startFileServer(database, settings);
      await waitUntil(() => heard().includes(`fatal: ${round}away`), { what: `what came after ${round}`, ...patience });
    }
    await isFollowed(life.admin, log);
    const [shown] = await itemsOf(life.admin, '/api/containers');
    expect(shown).toMatchObject({ name: log, host: 'nas', gaps_total: 0, workload: { kind: 'file', name: 'shop' } });
    expect(shown?.file).toEqual({ format: 'plain', dialect: null, size_bytes: 5, read_bytes: 5 });
    expect((await life.admin.get('/api/system')).body?.files).toEqual({
      ...{ machine: 'nas', watched_by: 'this_instance', files: 1, polled: false },
      patterns: [{ pattern: `${folder}/*.log`, workload: 'shop', format: 'plain', found: 1, why: null }],
    });
    expect((await life.admin.get(`/api/containers/${String(shown?.id)}`)).body).toMatchObject({ name: log });
    const events = (await itemsOf(life.admin, '/api/events?limit=100')).filter(({ source }) => source === 'logscan');
    expect(events.map(({ message }) => message).sort()).toEqual(wanted.toSorted());
    expect(new Set(heard())).toEqual(new Set(wanted));
    await life.server.kill('SIGTERM');
  });
});

test('ten thousand files of one pattern are all watched', { timeout: 300_000 }, async () => {
  const folder = temporaryDirectory();
  const fileAt = (n: number): string => path.join(folder, `${n % 100}`, `app-${n}.log`);
  for (let n = 0; n < 100; n++) mkdirSync(path.join(folder, `${n}`));
  for (let n = 0; n < 10_000; n++) writeFileSync(fileAt(n), '');
  const { server, admin } = await startFileServer(
    { dataDir: temporaryDirectory(), databaseUrl: undefined },
    { TOCSIN_FILES: `${folder}/*/*.log`, TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0' },
  );
  await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal', cooldown_seconds: 0 });
  const coverage = async () =>
    (await admin.get('/api/system')).body?.coverage as Readonly<Record<string, unknown>> | undefined;
  await waitUntil(async () => (await coverage())?.containers_read === 10_000, {
    what: 'all are watched',
    limitMs: 200_000,
    everyMs: 500,
  });
  const asked = [0, 4_999, 5_000, 9_999];
  for (const n of asked) appendFileSync(fileAt(n), `fatal: ${n}\n`);
  const told = async () => (await itemsOf(admin, '/api/events?source=logscan')).map(({ message }) => message);
  await waitUntil(async () => (await told()).length === asked.length, { what: 'each is an event', ...patience });
  expect((await told()).toSorted()).toEqual(asked.map((n) => `fatal: ${n}`).toSorted());
  await server.kill('SIGTERM');
});

describe('a server whose files cannot be watched', () => {
  test('says of each pattern why in words that somebody can act on', { timeout: 120_000 }, async () => {
    const folder = temporaryDirectory();
    mkdirSync(path.join(folder, 'empty'));
    const patterns = [`${folder}/missing/*.log`, `${folder}/empty/*.log`, `${folder}/plain.log`];
    const files = { TOCSIN_FILES: patterns.join(',') };
    const { server, admin } = await startFileServer({ dataDir: temporaryDirectory(), databaseUrl: undefined }, files);
    await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
    const reasons = async () => ((await admin.get('/api/health/watching')).body?.reasons ?? []) as readonly string[];
    await waitUntil(async () => (await reasons()).length === 3, { what: 'all three are told', ...patience });
    expect(await reasons()).toEqual([
      `No file is watched by ${patterns[0]}: the folder ${folder}/missing is not there yet.`,
      `No file is watched by ${patterns[1]}: none in ${folder}/empty fits.`,
      `No file is watched by ${patterns[2]}: it is not there yet.`,
    ]);
    for (const at of ['missing/a.log', 'empty/b.log', 'plain.log']) {
      mkdirSync(path.dirname(path.join(folder, at)), { recursive: true });
      writeFileSync(path.join(folder, at), 'calm\n');
    }
    await waitUntil(async () => (await reasons()).length === 0, { what: 'all three are watched', ...patience });
    await server.kill('SIGTERM');
  });
});

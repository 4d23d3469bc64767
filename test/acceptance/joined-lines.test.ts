// Lines that a server joins, as a process with real files and a real database: what becomes of them on every way out.
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { describeDatabases } from '../support/databases.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { startFileServer } from '../support/files/file-server.ts';
import { runServer } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { askingOf } from '../support/watching-server.ts';

const patience = { limitMs: 60_000 } as const;

type Item = Readonly<Record<string, unknown>>;
const itemsOf = async (admin: ApiClient, at: string): Promise<readonly Item[]> =>
  ((await admin.get(at)).body?.items ?? []) as readonly Item[];

/** So much of the file was read, and whatever of it may go on is held. */
const isRead = async (admin: ApiClient, bytes: number): Promise<boolean> => {
  const [item] = await itemsOf(admin, '/api/containers');
  return (item?.file as Item | undefined)?.read_bytes === bytes;
};

/** Before that nobody knows where it will be begun. */
const isFollowed = async (admin: ApiClient): Promise<boolean> =>
  (await itemsOf(admin, '/api/containers'))[0]?.state === 'following';

const messagesOf = async (admin: ApiClient, query = ''): Promise<readonly string[]> =>
  (await itemsOf(admin, `/api/events?limit=100&source=logscan${query}`)).map(({ message }) => String(message));

describeDatabases('the joined lines of a server that is killed at any time', (create) => {
  test('are there once, whole in the log, in searches and in what is sent', { timeout: 240_000 }, async () => {
    const database = await create();
    const receiver = await startFaultyReceiver();
    const log = path.join(temporaryDirectory(), 'app.log');
    writeFileSync(log, '');
    const settings = {
      ...{ TOCSIN_FILES: `shop=joined:${log}`, TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0' },
      TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${receiver.port}`,
    };
    let life = await startFileServer(database, settings);
    const filter = { message_regex: '(?s)^ERROR.*Caused by: no pool$' };
    const trigger = { name: 'hook', channel: 'webhook', config: { url: receiver.url }, filter };
    expect((await life.admin.post('/api/event-triggers', trigger)).status).toBe(201);
    const rule = { name: 'every', pattern: '.', cooldown_seconds: 0 };
    expect((await life.admin.post('/api/log-scan-rules', rule)).status).toBe(201);
    let text = '';
    const written = (more: string): number => {
      appendFileSync(log, more);
      text += more;
      return Buffer.byteLength(text);
    };
    await waitUntil(() => isFollowed(life.admin), { what: 'it is followed', ...patience });
    for (const round of [1, 2, 3]) {
      const bytes = written(`ERROR ${round}\n\tat step ${round}\n`);
      await waitUntil(() => isRead(life.admin, bytes), { what: `round ${round} is read`, ...patience });
      await life.server.kill('SIGKILL');
      written(`\tat stair ${round}\n`);
      life = await startFileServer(database, settings);
    }
    const trace = 'ERROR request failed\n\tat take (é)\nCaused by: no pool';
    written(`${trace}\nINFO calm\n`);
    await waitUntil(async () => (await messagesOf(life.admin)).includes('INFO calm'), {
      what: 'all is read',
      ...patience,
    });
    // Wherever a kill took so long that what was held had to be handed over: each line is there once.
    const messages = await messagesOf(life.admin);
    expect(`${messages.toReversed().join('\n')}\n`).toBe(text);
    expect(messages).toContain(trace);
    expect(await messagesOf(life.admin, '&q=no%20pool')).toEqual([trace]);
    for (const format of ['ndjson', 'csv'])
      expect(await exportOf(life.admin, format)).toContain(format === 'csv' ? `"${trace}"` : JSON.stringify(trace));
    await waitUntil(() => receiver.requests.length > 0, { what: 'it is delivered', ...patience });
    expect(receiver.requests.map(({ body }) => JSON.parse(body).data.event.message)).toEqual([trace]);
    await life.server.kill('SIGTERM');
  });
});

test.each([
  ['its pattern is found', { joinStart: '^#' }, '^!'],
  ['that of the setting is found, where it has none', { joinStart: undefined }, '^#'],
])('the lines of a file begin where %s', { timeout: 60_000 }, async (_, own, filesJoinStart) => {
  const log = path.join(temporaryDirectory(), 'app.log');
  writeFileSync(log, '');
  const file = { pattern: log, workload: 'shop', format: 'plain', message: 'message' } as const;
  const files = [{ ...file, joinsLines: true, ...own }];
  const server = await runServer({ files, filesJoinStart, machineName: 'nas' });
  onTestFinished(() => server.dispose());
  const { admin } = await askingOf(server);
  await admin.post('/api/log-scan-rules', { name: 'every', pattern: '.', cooldown_seconds: 0 });
  await waitUntil(() => isFollowed(admin), { what: 'it is followed', ...patience });
  appendFileSync(log, '# one\ntwo\n# three\nfour\n');
  await waitUntil(async () => (await messagesOf(admin)).length === 2, { what: 'both are told', ...patience });
  expect(await messagesOf(admin)).toEqual(['# three\nfour', '# one\ntwo']);
  expect(await itemsOf(admin, '/api/containers')).toMatchObject([{ joins_lines: true, join_start: '^#' }]);
});

const exportOf = async (admin: ApiClient, format: string): Promise<string> =>
  (await admin.get(`/api/events/export?format=${format}`)).text;

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { startProcess } from '../support/child-process.ts';
import { describeDatabases, type TestDatabase } from '../support/databases.ts';
import { type FaultyReceiver, startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const isLong = process.env.TOCSIN_TEST_LONG === '1';
const KILLS = isLong ? { sqlite: 100, postgres: 30 } : { sqlite: 6, postgres: 3 };
const TRIGGERS = ['one', 'two'];

/** Sends events until the server is gone; gives the ids of those that it said to have stored. */
async function sendUntilGone(admin: ApiClient, life: number): Promise<readonly string[]> {
  const stored: string[] = [];
  for (let n = 0; ; n++) {
    const event = { severity: 'error', message: `life ${life}, event ${n}` };
    const reply = await admin.post('/api/events', event).catch(() => undefined);
    if (reply === undefined) return stored;
    if (reply.status === 201) stored.push(String(reply.body?.id));
  }
}

async function start(database: TestDatabase, receiver: FaultyReceiver) {
  const server = await startProcess('src/main.ts', ['serve'], {
    ...{ TOCSIN_DATA_DIR: database.dataDir, TOCSIN_PORT: '0', TOCSIN_DOCKER_HOST: 'none', TOCSIN_LOG_FORMAT: 'json' },
    ...{ TOCSIN_ADMIN_PASSWORD: ADMIN_PASSWORD, TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${receiver.port}` },
    ...(database.databaseUrl !== undefined && { TOCSIN_DATABASE_URL: database.databaseUrl }),
  });
  const line = await server.line((text) => text.includes('"service_initialized"'));
  const admin = new ApiClient(String(JSON.parse(line).url));
  await admin.login('admin', ADMIN_PASSWORD);
  return { server, admin };
}

/** The ids under which each event came through each trigger. */
function heardOf(receiver: FaultyReceiver): ReadonlyMap<string, ReadonlySet<string>> {
  const heard = new Map<string, Set<string>>();
  for (const { path, headers, body } of receiver.requests) {
    const key = `${path} ${JSON.parse(body).data.event.id}`;
    heard.set(key, (heard.get(key) ?? new Set()).add(headers['webhook-id'] ?? ''));
  }
  return heard;
}

describeDatabases('a server that is killed again and again under load', (create) => {
  test('delivers every event through each of its triggers, always with the same id, and leaves none in any other state', {
    timeout: isLong ? 1_800_000 : 180_000,
  }, async () => {
    const database = await create();
    const receiver = await startFaultyReceiver();
    const acknowledged: string[] = [];
    let running = await start(database, receiver);
    for (const name of TRIGGERS)
      await running.admin.post('/api/event-triggers', {
        ...{ name, channel: 'webhook', config: { url: `${receiver.url}/${name}` } },
      });
    for (let life = 0; life < KILLS[database.kind]; life++) {
      const { server, admin } = running;
      const sending = [sendUntilGone(admin, life), sendUntilGone(admin, life)];
      // At a moment that nobody chose: before, within or after a commit, a request, a mark.
      await sleep(100 + 400 * Math.random());
      await server.kill('SIGKILL');
      acknowledged.push(...(await Promise.all(sending)).flat());
      // The lease of whoever was killed runs out.
      if (database.kind === 'postgres')
        await database.run('update deliveries set leased_until = leased_until - 61000 where leased_until is not null');
      running = await start(database, receiver);
    }
    const count = async (of: string) => Number((await database.run(`select count(*) as n from ${of}`))[0]?.n);
    await waitUntil(async () => (await count(`deliveries where state = 'pending'`)) === 0, {
      what: 'nothing waits any more',
      limitMs: 120_000,
    });
    const events = await database.run('select id from event_log');
    const stored = new Set(events.map(({ id }) => String(id)));
    expect(acknowledged.length).toBeGreaterThan(KILLS[database.kind]);
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    // Those as well of which nobody was told that they are stored, for the server was killed before it said so.
    const heard = heardOf(receiver);
    const wanted = [...stored].flatMap((id) => TRIGGERS.map((name) => `/${name} ${id}`));
    expect([...heard.keys()].toSorted()).toEqual(wanted.toSorted());
    expect([...heard.values()].filter((ids) => ids.size !== 1)).toEqual([]);
    expect(new Set([...heard.values()].flatMap((ids) => [...ids])).size).toBe(wanted.length);
    expect(await count(`deliveries where state = 'delivered'`)).toBe(wanted.length);
    expect(await count('deliveries')).toBe(wanted.length);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { startProcess } from '../support/child-process.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const KILLS = 6;

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

test('every event of a server that is killed again and again arrives at each of its triggers, always with the same id', {
  timeout: 120_000,
}, async () => {
  const receiver = await startFaultyReceiver();
  const dataDir = temporaryDirectory();
  const start = async () => {
    const server = await startProcess('src/main.ts', ['serve'], {
      ...{ TOCSIN_DATA_DIR: dataDir, TOCSIN_PORT: '0', TOCSIN_DOCKER_HOST: 'none', TOCSIN_LOG_FORMAT: 'json' },
      ...{ TOCSIN_ADMIN_PASSWORD: ADMIN_PASSWORD, TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${receiver.port}` },
    });
    const line = await server.line((text) => text.includes('"service_initialized"'));
    const admin = new ApiClient(String(JSON.parse(line).url));
    await admin.login('admin', ADMIN_PASSWORD);
    return { server, admin };
  };
  const stored: string[] = [];
  let running = await start();
  for (const name of ['one', 'two'])
    await running.admin.post('/api/event-triggers', {
      ...{ name, channel: 'webhook', config: { url: `${receiver.url}/${name}` } },
    });
  for (let life = 0; life < KILLS; life++) {
    const { server, admin } = running;
    const sending = [sendUntilGone(admin, life), sendUntilGone(admin, life)];
    // At a moment that nobody chose: before, within or after a commit, a request, a mark.
    await sleep(100 + 400 * Math.random());
    await server.kill('SIGKILL');
    stored.push(...(await Promise.all(sending)).flat());
    running = await start();
  }
  const { admin } = running;
  const waiting = async () => (await admin.get('/api/deliveries?state=pending&limit=1')).body?.items;
  await waitUntil(async () => JSON.stringify(await waiting()) === '[]', {
    what: 'nothing waits any more',
    limitMs: 60_000,
  });
  expect(stored.length).toBeGreaterThan(KILLS);
  const received = new Map<string, Set<string>>();
  for (const { path, headers, body } of receiver.requests) {
    const key = `${path} ${JSON.parse(body).data.event.id}`;
    received.set(key, (received.get(key) ?? new Set()).add(headers['webhook-id'] ?? ''));
  }
  const missing = stored.flatMap((id) => [`/one ${id}`, `/two ${id}`]).filter((key) => !received.has(key));
  expect(missing).toEqual([]);
  expect([...received.values()].every((ids) => ids.size === 1)).toBe(true);
});

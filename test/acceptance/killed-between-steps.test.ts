import { expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { startProcess } from '../support/child-process.ts';
import { describeDatabases, type TestDatabase } from '../support/databases.ts';
import type { Step } from '../support/faulty-receiver/faults.ts';
import { type FaultyReceiver, startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { waitUntil } from '../support/wait-until.ts';

/**
 * Every step of a delivery, in their order, with how often the receiver hears of the event in the end. One is handed over, or claimed where there was no
 * room when it was stored. `sent` is the receiver's own: it has the request and
 * does not answer it. `failed` is one that was answered with 503, and is marked to be tried again.
 */
const STEPS = [
  ['event_written', 0],
  ['event_committed', 1],
  ['handed_over', 1],
  ['claimed', 1],
  ['connected', 1],
  ['sent', 2],
  ['answered', 2],
  ['mark_written', 2],
  ['mark_committed', 1],
  ['failed', 2],
] as const;
type Point = (typeof STEPS)[number][0];
/** Where a claim is durable, these are other steps than on SQLite; the rest is shown there, and here by a long run. */
const WITH_LEASES: readonly Point[] = ['handed_over', 'claimed', 'mark_written', 'failed'];
const isLong = process.env.TOCSIN_TEST_LONG === '1';

const messageOf = (point: Point): string => `killed at ${point}`;

/** Answers what is asked for the first time as its step wants it, all else with success. */
function answering(): (request: { readonly body: string }) => Step {
  const seen = new Set<string>();
  return ({ body }) => {
    const { message } = JSON.parse(body).data.event;
    if (seen.has(message)) return { status: 204 };
    seen.add(message);
    if (message === messageOf('sent')) return 'accept_then_silence';
    return { status: message === messageOf('failed') ? 503 : 204 };
  };
}

async function startHalting(database: TestDatabase, receiver: FaultyReceiver, point: Point) {
  const server = await startProcess('test/support/halting-server.ts', ['serve'], {
    ...{ TOCSIN_DATA_DIR: database.dataDir, TOCSIN_PORT: '0', TOCSIN_DOCKER_HOST: 'none', TOCSIN_LOG_FORMAT: 'json' },
    ...{ TOCSIN_ADMIN_PASSWORD: ADMIN_PASSWORD, TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${receiver.port}` },
    ...(database.databaseUrl !== undefined && { TOCSIN_DATABASE_URL: database.databaseUrl }),
    TOCSIN_TEST_HALT: point === 'failed' ? 'mark_committed' : point,
  });
  const line = await server.line((text) => text.includes('"service_initialized"'));
  const admin = new ApiClient(String(JSON.parse(line).url));
  await admin.login('admin', ADMIN_PASSWORD);
  return { server, admin };
}

/** All that the server has of deliveries, once nothing waits any more. */
async function settled(admin: ApiClient): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const list = async (query: string) => ((await admin.get(`/api/deliveries?${query}`)).body?.items ?? []) as never[];
  await waitUntil(async () => (await list('state=pending')).length === 0, { what: 'nothing waits', limitMs: 40_000 });
  return list('limit=100');
}

describeDatabases('a server that is killed between two steps of a delivery', (create) => {
  test('has lost nothing, and sends again only what nobody can know to have arrived, with the same id', {
    timeout: 240_000,
  }, async () => {
    const database = await create();
    const steps = STEPS.filter(([point]) => database.kind === 'sqlite' || isLong || WITH_LEASES.includes(point));
    const receiver = await startFaultyReceiver({ reply: answering() });
    let life = await startHalting(database, receiver, steps[0]?.[0] ?? 'claimed');
    const hook = { name: 'hook', channel: 'webhook', config: { url: `${receiver.url}/hook` } };
    await life.admin.post('/api/event-triggers', hook);
    for (const [at, [point]] of steps.entries()) {
      const { server, admin } = life;
      await settled(admin);
      server.signal('SIGUSR2');
      await server.line((text) => text === 'armed');
      // Whoever asks has no answer where the server stands still before it gives one.
      const asked = admin.post('/api/events', { severity: 'error', message: messageOf(point) }).catch(() => undefined);
      if (point === 'sent')
        await waitUntil(() => receiver.requests.some(({ body }) => body.includes(messageOf('sent'))), { what: 'sent' });
      else await server.line((text) => text.startsWith('halted at'));
      await server.kill('SIGKILL');
      await asked;
      // The lease of whoever was killed runs out.
      if (database.kind === 'postgres')
        await database.run('update deliveries set leased_until = leased_until - 61000 where leased_until is not null');
      life = await startHalting(database, receiver, steps[at + 1]?.[0] ?? point);
    }
    const deliveries = await settled(life.admin);
    const heard = steps.map(([point]) => receiver.requests.filter(({ body }) => body.includes(messageOf(point))));
    expect(heard.map((requests, at) => [steps[at]?.[0], requests.length])).toEqual(steps);
    for (const requests of heard)
      expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBeLessThanOrEqual(1);
    const stored = steps.filter(([point]) => point !== 'event_written').length;
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(stored);
    // One for each event that was stored, none of them in any other end.
    expect(deliveries.map(({ state }) => state)).toEqual(Array.from({ length: stored }, () => 'delivered'));
    expect(deliveries[0]).toMatchObject({ attempts: [{ status: 503 }, { status: 204 }] });
  });
});

import { expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { startProcess } from '../support/child-process.ts';
import { describeDatabases, type TestDatabase } from '../support/databases.ts';
import { type FakeEngine, startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { type FaultyReceiver, startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Before and after the commit that holds a line's event, the position behind the line, and the delivery. */
const POINTS = ['line_written', 'line_committed'] as const;

interface Place {
  readonly database: TestDatabase;
  readonly receiver: FaultyReceiver;
  readonly engine: FakeEngine;
}

async function startHalting({ database, receiver, engine }: Place, point: string) {
  const server = await startProcess('test/support/halting-server.ts', ['serve'], {
    ...{ TOCSIN_DATA_DIR: database.dataDir, TOCSIN_PORT: '0', TOCSIN_DOCKER_HOST: `nas=${engine.url}` },
    ...{ TOCSIN_ADMIN_PASSWORD: ADMIN_PASSWORD, TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${receiver.port}` },
    ...(database.databaseUrl !== undefined && { TOCSIN_DATABASE_URL: database.databaseUrl }),
    ...{ TOCSIN_LOG_FORMAT: 'json', TOCSIN_TEST_HALT: point },
    // The lease of whoever was killed runs out soon.
    ...{ TOCSIN_LOCK_TTL_SECONDS: '3', TOCSIN_LOCK_HEARTBEAT_SECONDS: '1' },
  });
  const line = await server.line((text) => text.includes('"service_initialized"'));
  const admin = new ApiClient(String(JSON.parse(line).url));
  await admin.login('admin', ADMIN_PASSWORD);
  return { server, admin };
}

async function isFollowing(admin: ApiClient): Promise<boolean> {
  const items = ((await admin.get('/api/containers')).body?.items ?? []) as { readonly state: string }[];
  return items.length > 0 && items.every(({ state }) => state === 'following');
}

describeDatabases('a server that is killed around the commit of a line that raised an event', (create) => {
  test('delivers its event, always with one id', { timeout: 240_000 }, async () => {
    const database = await create();
    const receiver = await startFaultyReceiver();
    const engine = await startFakeEngine();
    const place = { database, receiver, engine };
    const web = engine.addContainer({ name: 'web' });
    let life = await startHalting(place, POINTS[0]);
    await life.admin.post('/api/event-triggers', { name: 'hook', channel: 'webhook', config: { url: receiver.url } });
    await life.admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal', cooldown_seconds: 0 });
    const heard = (point: string) => receiver.requests.filter(({ body }) => body.includes(`fatal: ${point}`));
    for (const [at, point] of POINTS.entries()) {
      const { server, admin } = life;
      await waitUntil(() => isFollowing(admin), { what: 'the container is followed', limitMs: 60_000 });
      // What is written from now on is behind the moment at which the watching began.
      engine.time.move(60_000);
      server.signal('SIGUSR2');
      await server.line((text) => text === 'armed');
      web.log('stdout', `fatal: ${point}`);
      await server.line((text) => text === `halted at ${point}`);
      await server.kill('SIGKILL');
      if (database.kind === 'postgres')
        await database.run('update deliveries set leased_until = leased_until - 61000 where leased_until is not null');
      life = await startHalting(place, POINTS[at + 1] ?? point);
      await waitUntil(() => heard(point).length > 0, { what: `the event of ${point} arrives`, limitMs: 60_000 });
    }
    await life.server.kill('SIGTERM');
    for (const point of POINTS) {
      expect(new Set(heard(point).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect(heard(point)).toHaveLength(1);
    }
  });
});

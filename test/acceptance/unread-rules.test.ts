// Rules that cannot be read although the store is open: the server is up, watching is red, and nothing needs a restart.

import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type Asking, askingOf, watchingServer } from '../support/watching-server.ts';

const RULES = '/api/log-scan-rules';
const EFFECTIVE = '/api/workloads/0123456789abcdef/effective-rules';

async function loggedIn(server: TestServer): Promise<ApiClient> {
  const client = new ApiClient(server.url);
  await client.login('admin', ADMIN_PASSWORD);
  return client;
}

test('what is written while the rules cannot be read is judged by them afterwards', async () => {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web' });
  const settings = { dataDir: temporaryDirectory(), dockerHost: [{ name: 'nas', url: engine.url }] };
  const first = await watchingServer(settings, new ManualClock(), false);
  await expect.poll(first.told).toEqual(['web following 0']);
  engine.time.move(60_000);
  await first.admin.post(RULES, { name: 'kept', pattern: 'lost', cooldown_seconds: 0 });
  web.log('stdout', 'lost once');
  const hits = (server: Asking) => async () => (await server.items<{ hits_24h: number }>(RULES))[0]?.hits_24h;
  await expect
    .poll(async () => {
      await first.pass(1_000);
      return hits(first)();
    })
    .toBe(1);
  await first.server.dispose();
  const file = new DatabaseSync(path.join(settings.dataDir, 'tocsin.db'), { timeout: 5_000 });
  onTestFinished(() => file.close());
  file.exec('alter table log_scan_rules rename to elsewhere');

  const clock = new ManualClock();
  const server = await runServer({ ...settings, clock });
  onTestFinished(() => server.dispose());
  const second = await askingOf(server);
  web.log('stdout', 'lost while nobody knows what it means');
  await clock.advance(5_000);
  engine.time.move(60_000);
  file.exec('alter table elsewhere rename to log_scan_rules');
  await expect
    .poll(
      async () => {
        await clock.advance(1_000);
        return hits(second)();
      },
      { timeout: 15_000 },
    )
    .toBe(2);
});

test('rules that cannot be read keep the server up and watching red, and are in force as soon as they can be', async () => {
  const dataDir = temporaryDirectory();
  const first = await runServer({ dataDir });
  await (await loggedIn(first)).post(RULES, { name: 'kept', pattern: 'x' });
  await first.dispose();
  const file = new DatabaseSync(path.join(dataDir, 'tocsin.db'), { timeout: 5_000 });
  onTestFinished(() => file.close());
  file.exec('alter table log_scan_rules rename to elsewhere');

  const server = await runServer({ dataDir });
  onTestFinished(() => server.dispose());
  const admin = await loggedIn(server);
  const red = await admin.get('/api/health/watching');
  expect(red).toMatchObject({ status: 503, body: { status: 'failing' } });
  expect(red.text).toContain('The rules cannot be read');
  expect(await admin.get('/api/health')).toMatchObject({
    status: 200,
    body: { status: 'degraded', checks: { store: { status: 'ok' }, rules: { status: 'degraded' } } },
  });
  expect((await admin.get(EFFECTIVE)).status).toBe(503);
  expect((await admin.get('/metrics')).text).toContain('tocsin_rules_unread 1');
  const told = () => server.log.lines().filter(({ event }) => event === 'rules_unread').length;
  expect(told()).toBe(1);

  file.exec('alter table elsewhere rename to log_scan_rules');
  const names = async () =>
    ((await admin.get(EFFECTIVE)).body?.rules as { name: string }[] | undefined)?.map(({ name }) => name);
  await waitUntil(async () => (await names())?.join() === 'kept', { what: 'the rules to be read' });
  expect((await admin.get('/api/health/watching')).text).not.toContain('rules');
  expect([told(), (await admin.get('/metrics')).text.includes('tocsin_rules_unread 0')]).toEqual([1, true]);
});

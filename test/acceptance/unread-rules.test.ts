// Rules that cannot be read although the store is open: the server is up, watching is red, and nothing needs a restart.

import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const RULES = '/api/log-scan-rules';
const EFFECTIVE = '/api/workloads/0123456789abcdef/effective-rules';

async function loggedIn(server: TestServer): Promise<ApiClient> {
  const client = new ApiClient(server.url);
  await client.login('admin', ADMIN_PASSWORD);
  return client;
}

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

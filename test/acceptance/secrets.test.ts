import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.dispose());

test('no secret that was ever put in comes out again: not in a log line, an error, a metric, a GET, nor the database', async () => {
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  const wrongPassword = 'a wrong one: pale blue heron';
  const newPassword = 'another: seven green bottles';
  const madeUp = `tcs_${'Zq9'.repeat(14)}Z`;
  const stranger = new ApiClient(server.url);
  await stranger.login('admin', wrongPassword);
  await stranger.post('/api/auth/setup', { username: 'x', password: wrongPassword, token: madeUp });
  await stranger.post('/api/auth/login', { username: 'x', password: wrongPassword, [wrongPassword]: 1 });
  await new ApiClient(server.url, { authorization: `Bearer ${madeUp}` }).get('/api/users');
  await new ApiClient(server.url, { authorization: `Basic ${madeUp}` }).get('/api/users');
  await admin.post('/api/users', { username: 'vera', password: newPassword, role: 'viewer' });
  await admin.post('/api/users', { username: 'vera', password: newPassword, role: 'nonsense' });
  const token = String((await admin.post('/api/tokens', { name: 'ci', scope: 'read' })).body?.token);
  const secrets = [ADMIN_PASSWORD, wrongPassword, newPassword, madeUp, token, admin.cookie?.split('=')[1] ?? 'none'];
  expect(secrets.every((secret) => secret.length > 20)).toBe(true);

  const seen: string[] = [server.log.text(), await server.metrics.render()];
  const document = (await admin.get('/api/openapi.json')).body?.paths as Record<string, Record<string, unknown>>;
  for (const [route, methods] of Object.entries(document)) {
    if (!('get' in methods) || route.endsWith('/stream')) continue;
    const reply = await admin.get(route.replace('{id}', '1'));
    seen.push(reply.text, JSON.stringify([...reply.headers]));
  }
  for (const file of readdirSync(server.dataDir)) seen.push(readFileSync(path.join(server.dataDir, file), 'latin1'));
  for (const secret of secrets) expect(seen.findIndex((text) => text.includes(secret))).toBe(-1);
});

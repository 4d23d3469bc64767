import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import type { SystemReport } from '../../src/http/resources/system.ts';
import { ApiClient } from '../support/api-client.ts';
import { POSTGRES, postgresForSuite, runOnPostgres } from '../support/postgres-server.ts';
import { describeWith } from '../support/requirement.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

describeWith(POSTGRES, 'the whole server on PostgreSQL', () => {
  const emptyDatabase = postgresForSuite();
  let url: URL;
  let server: TestServer;
  let admin: ApiClient;
  beforeAll(async () => {
    url = new URL(await emptyDatabase());
    // A server that trusts its neighbours ignores a password; one that asks for it has put it into its URL.
    url.password ||= 'nobody-may-read-this';
    server = await runServer({ databaseUrl: new Secret(url.href) });
    admin = new ApiClient(server.url);
    await admin.login('admin', ADMIN_PASSWORD);
  });
  afterAll(() => server.dispose());

  test('lets people in and out', async () => {
    const client = new ApiClient(server.url);
    expect((await client.login('admin', 'a wrong password')).status).toBe(401);
    expect((await client.login('admin', ADMIN_PASSWORD)).status).toBe(200);
    expect(await client.get('/api/auth/me')).toMatchObject({ status: 200 });
    const { cookie } = client;
    expect((await client.post('/api/auth/logout')).status).toBe(204);
    client.cookie = cookie;
    expect((await client.get('/api/auth/me')).status).toBe(401);
  });

  test('makes, shows, changes and deletes users', async () => {
    const made = await admin.post('/api/users', { username: 'vera', password: 'a good password', role: 'viewer' });
    expect(made).toMatchObject({ status: 201, body: { username: 'vera', role: 'viewer', last_login_at: null } });
    const path = `/api/users/${made.body?.id}`;
    expect(
      await admin.post('/api/users', { username: 'VERA', password: 'a good password', role: 'viewer' }),
    ).toMatchObject({ status: 409 });
    expect(await admin.get(path)).toMatchObject({ status: 200, body: { username: 'vera' } });
    expect(await admin.send('PATCH', path, { role: 'admin' })).toMatchObject({ status: 200, body: { role: 'admin' } });
    expect((await new ApiClient(server.url).login('vera', 'a good password')).status).toBe(200);
    expect((await admin.get('/api/users')).body?.items).toMatchObject([{ username: 'vera' }, { username: 'admin' }]);
    expect((await admin.send('DELETE', path)).status).toBe(204);
    expect((await admin.get(path)).status).toBe(404);
    expect((await admin.send('PATCH', '/api/users/1', { role: 'viewer' })).status).toBe(422);
  });

  test('makes, pages, honours and deletes tokens', async () => {
    const made: ApiClient[] = [];
    for (const name of ['one', 'two', 'three']) {
      const { body } = await admin.post('/api/tokens', { name, scope: 'read' });
      made.push(new ApiClient(server.url, { authorization: `Bearer ${body?.token}` }));
    }
    const first = (await admin.get('/api/tokens?limit=2')).body;
    expect(first?.items).toMatchObject([{ name: 'three' }, { name: 'two' }]);
    const rest = (await admin.get(`/api/tokens?limit=2&cursor=${encodeURIComponent(String(first?.next_cursor))}`)).body;
    expect(rest).toMatchObject({ items: [{ name: 'one' }], next_cursor: null });
    const [newest] = (first?.items ?? []) as { id: string }[];
    expect((await made[2]?.get('/api/users'))?.status).toBe(200);
    expect((await admin.send('DELETE', `/api/tokens/${newest?.id}`)).status).toBe(204);
    expect((await made[2]?.get('/api/users'))?.status).toBe(401);
    expect((await made[1]?.get('/api/users'))?.status).toBe(200);
  });

  test('keeps the audit trail', async () => {
    const { body } = await admin.post('/api/users', { username: 'tom', password: 'a good password', role: 'viewer' });
    await admin.send('DELETE', `/api/users/${body?.id}`);
    const by = { actor: { kind: 'user', id: '1', name: 'admin' }, address: '127.0.0.1' };
    expect((await admin.get('/api/audit?limit=2')).body?.items).toMatchObject([
      { ...by, action: 'user_deleted', subject: 'tom' },
      { ...by, action: 'user_created', subject: 'tom' },
    ]);
  });

  test('is healthy, and says who holds the lock and where the data is, without the password', async () => {
    await expect.poll(() => admin.get('/api/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
    const { body, text } = await admin.get('/api/system');
    expect(body).toMatchObject({
      store: {
        kind: 'postgres',
        version: expect.stringMatching(/\d/),
        location: expect.stringContaining(url.pathname),
      },
      lock: { locked: true, pid: process.pid, hostname: hostname(), is_stale: false, fencing: 1 },
    });
    const { store, lock } = body as unknown as SystemReport;
    expect(store.size_bytes).toBeGreaterThan(0);
    expect(lock?.age_seconds).toBeGreaterThanOrEqual(0);
    expect(lock?.ttl_remaining).toBeGreaterThan(3_000);
    for (const told of [text, server.log.text()]) expect(told).not.toContain(url.password);
  });

  test('has written all of it to PostgreSQL', async () => {
    const users = await runOnPostgres(url.href, 'select users.username from users');
    expect(users).toContainEqual({ username: 'admin' });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

let server: TestServer;
let admin: ApiClient;
beforeAll(async () => {
  server = await runServer();
  admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
});
afterAll(() => server.dispose());

describe('every reply', () => {
  test('carries the id of its request, which stands in every log line of it', async () => {
    const client = new ApiClient(server.url, { 'x-request-id': 'mine-1' });
    client.cookie = admin.cookie;
    for (const path of ['/api/health', '/api/users', '/api/nothing', '/', '/nothing.js', '/metrics']) {
      expect((await client.get(path)).headers.get('x-request-id')).toBe('mine-1');
    }
    await client.post('/api/tokens', { name: 'x', scope: 'read' });
    await client.get('/api/health');
    const lines = server.log.lines().filter((line) => line.correlation_id === 'mine-1');
    expect(lines.map((line) => line.event)).toContain('audit_recorded');
    expect(lines.filter((line) => line.event === 'http_request').length).toBeGreaterThanOrEqual(7);
    expect(lines.find((line) => line.endpoint === '/api/tokens')).toMatchObject({
      level: 'info',
      user_id: '1',
      status_code: 201,
    });
    expect(lines.filter((line) => line.endpoint === '/api/health').map((line) => line.level)).toEqual([
      'debug',
      'debug',
    ]);
  });

  test('names who is logged in, in every log line of the request', async () => {
    const client = new ApiClient(server.url, { 'x-request-id': 'mine-2' });
    client.cookie = admin.cookie;
    await client.post('/api/tokens', { name: 'y', scope: 'read' });
    const lines = () => server.log.lines().filter((line) => line.correlation_id === 'mine-2');
    await expect.poll(() => lines().map((line) => line.event)).toContain('http_request');
    expect(lines().map((line) => line.event)).toContain('audit_recorded');
    expect(lines().filter((line) => line.user_id !== '1')).toEqual([]);
  });

  test('forbids the browser whatever is not ours', async () => {
    for (const path of ['/', '/api/health', '/api/docs', '/api/nothing']) {
      const { headers } = await admin.get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await admin.get('/api/users')).headers.get('cache-control')).toBe('no-store');
  });

  test('keeps windows of other sites from it where the browser trusts the way, and says nothing of it elsewhere', async () => {
    const policyFor = async (headers: Readonly<Record<string, string>>) =>
      (await fetch(server.url, { headers })).headers.get('cross-origin-opener-policy');
    expect(await policyFor({ 'sec-fetch-site': 'none' })).toBe('same-origin');
    expect(await policyFor({})).toBe(null);
  });
});

describe('lists', () => {
  test('come newest first, page by page, each item once', async () => {
    for (let i = 0; i < 7; i += 1) await admin.post('/api/tokens', { name: `token ${i}`, scope: 'ingest' });
    const names: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const { body } = await admin.get(`/api/tokens?limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      names.push(...((body?.items ?? []) as { name: string }[]).map((item) => item.name));
      if (body?.next_cursor === null) break;
      cursor = String(body?.next_cursor);
    }
    expect(names.filter((name) => name.startsWith('token '))).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `token ${i}`));
    expect(new Set(names).size).toBe(names.length);
  });

  const listed = async (query: string) => {
    const { status, body } = await admin.get(`/api/tokens${query}`);
    return { status, length: ((body?.items ?? []) as unknown[]).length, more: typeof body?.next_cursor === 'string' };
  };

  test('hold fifty items unless said otherwise, 500 at most and one at least', async () => {
    for (let i = 0; i < 51; i += 1) await admin.post('/api/tokens', { name: `many ${i}`, scope: 'ingest' });
    expect(await listed('')).toEqual({ status: 200, length: 50, more: true });
    expect(await listed('?limit=1')).toEqual({ status: 200, length: 1, more: true });
    const all = await listed('?limit=500');
    expect(all).toMatchObject({ status: 200, more: false });
    expect(all.length).toBeGreaterThan(50);
    for (const limit of ['501', '0', '1000', '-1']) expect((await listed(`?limit=${limit}`)).status, limit).toBe(400);
  });
});

describe('accounts', () => {
  test('a name is taken whatever its case, and the last administrator stays', async () => {
    expect(
      await admin.post('/api/users', { username: 'ADMIN', password: 'a good password', role: 'viewer' }),
    ).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
    expect(await admin.send('PATCH', '/api/users/1', { role: 'viewer' })).toMatchObject({
      status: 422,
      body: { error: { code: 'refused' } },
    });
    expect((await admin.send('DELETE', '/api/users/1')).status).toBe(422);
    expect((await admin.send('PATCH', '/api/users/1', {})).status).toBe(400);
  });

  test('a change keeps what it does not name: a new role the password, and a new password the role', async () => {
    const credentials = { username: 'ida', password: 'the first password' };
    const { body } = await admin.post('/api/users', { ...credentials, role: 'viewer' });
    const path = `/api/users/${body?.id}`;
    expect(await admin.send('PATCH', path, { role: 'admin' })).toMatchObject({ status: 200, body: { role: 'admin' } });
    expect((await new ApiClient(server.url).login('ida', credentials.password)).status).toBe(200);
    expect((await admin.send('PATCH', path, { password: 'the second password' })).status).toBe(200);
    expect((await admin.get(path)).body).toMatchObject({ username: 'ida', role: 'admin' });
    expect((await new ApiClient(server.url).login('ida', 'the second password')).status).toBe(200);
  });

  test('a token with a time that has passed is refused, and a deleted one opens nothing', async () => {
    const past = await admin.post('/api/tokens', { name: 'old', scope: 'read', expires_at: '2020-01-01T00:00:00Z' });
    expect(past).toMatchObject({ status: 422, body: { error: { details: [{ path: 'expires_at' }] } } });
    const made = (await admin.post('/api/tokens', { name: 'short', scope: 'read' })).body;
    const shown = await admin.get(`/api/tokens/${made?.id}`);
    expect(shown).toMatchObject({
      status: 200,
      body: { name: 'short', scope: 'read', hint: String(made?.token).slice(0, 8) },
    });
    expect(shown.text).not.toContain(made?.token);
    const program = new ApiClient(server.url, { authorization: `Bearer ${made?.token}` });
    expect((await program.get('/api/users')).status).toBe(200);
    expect((await admin.send('DELETE', `/api/tokens/${made?.id}`)).status).toBe(204);
    expect((await program.get('/api/users')).status).toBe(401);
  });

  test('every change stands in the audit trail with who, what and from where', async () => {
    const made = (await admin.post('/api/users', { username: 'tom', password: 'a good password', role: 'viewer' }))
      .body;
    await admin.send('PATCH', `/api/users/${made?.id}`, { role: 'admin' });
    await admin.send('DELETE', `/api/users/${made?.id}`);
    const items = (await admin.get('/api/audit?limit=3')).body?.items;
    const by = {
      actor: { kind: 'user', id: '1', name: 'admin' },
      address: '127.0.0.1',
      correlation_id: expect.any(String),
    };
    expect(items).toMatchObject([
      { ...by, action: 'user_deleted', subject: 'tom' },
      { ...by, action: 'user_role_changed', subject: 'tom (role admin)' },
      { ...by, action: 'user_created', subject: 'tom' },
    ]);
  });

  test('a deleted token stands in the audit trail by its name, and one that is not there leaves no trace', async () => {
    const made = (await admin.post('/api/tokens', { name: 'nightly build', scope: 'read' })).body;
    expect((await admin.send('DELETE', `/api/tokens/${made?.id}`)).status).toBe(204);
    expect((await admin.send('DELETE', `/api/tokens/${made?.id}`)).status).toBe(404);
    expect((await admin.get('/api/audit?limit=2')).body?.items).toMatchObject([
      { action: 'token_deleted', subject: 'nightly build' },
      { action: 'token_created', subject: 'nightly build' },
    ]);
  });
});

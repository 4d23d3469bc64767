import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

const HOUR = 3_600_000;
let server: TestServer;
let clock: ManualClock;
beforeEach(async () => {
  clock = new ManualClock();
  server = await runServer({ clock });
});
afterEach(() => server.dispose());

async function loggedIn(): Promise<ApiClient> {
  const client = new ApiClient(server.url);
  expect((await client.login('admin', ADMIN_PASSWORD)).status).toBe(200);
  return client;
}

describe('a session', () => {
  test('gets a new secret at every login, and the old one ends', async () => {
    const client = await loggedIn();
    const first = client.cookie;
    await client.login('admin', ADMIN_PASSWORD);
    expect(client.cookie).not.toBe(first);
    const old = new ApiClient(server.url);
    old.cookie = first;
    expect((await old.get('/api/auth/me')).status).toBe(401);
  });

  test('ends by logout, and the cookie goes', async () => {
    const client = await loggedIn();
    const { cookie } = client;
    expect((await client.post('/api/auth/logout')).status).toBe(204);
    expect(client.cookie).toBeUndefined();
    client.cookie = cookie;
    expect((await client.get('/api/auth/me')).status).toBe(401);
  });

  test('ends when nobody used it for its idle time, and goes on while somebody does', async () => {
    const client = await loggedIn();
    for (let i = 0; i < 4; i += 1) {
      await clock.advance(0.9 * HOUR);
      expect((await client.get('/api/auth/me')).status).toBe(200);
    }
    await clock.advance(HOUR);
    expect((await client.get('/api/auth/me')).status).toBe(401);
  });

  test('ends after its longest time, however busy', async () => {
    const client = await loggedIn();
    // Whatever the server does every few hundred milliseconds of a day is no matter of sessions.
    for (let hours = 0.5; hours < 24; hours += 0.5) {
      clock.freeze(0.5 * HOUR);
      expect((await client.get('/api/auth/me')).status).toBe(200);
    }
    clock.freeze(0.5 * HOUR);
    expect((await client.get('/api/auth/me')).status).toBe(401);
  });

  test('is listed with where it is, and can be ended from another one', async () => {
    const [here, there] = [await loggedIn(), await loggedIn()];
    const items = (await here.get('/api/auth/sessions')).body?.items as {
      id: string;
      current: boolean;
      address: string;
    }[];
    expect(items.map((item) => item.current).sort()).toEqual([false, true]);
    expect(items[0]?.address).toBe('127.0.0.1');
    const other = items.find((item) => !item.current)?.id;
    expect((await here.send('DELETE', `/api/auth/sessions/${other}`)).status).toBe(204);
    expect((await there.get('/api/auth/me')).status).toBe(401);
    expect((await here.get('/api/auth/me')).status).toBe(200);
  });

  test('that has ended is not listed any more, even before it is cleaned away', async () => {
    const [here, idle] = [await loggedIn(), await loggedIn()];
    const listed = async () => (await here.get('/api/auth/sessions')).body?.items;
    await clock.advance(0.9 * HOUR);
    expect(await listed()).toHaveLength(2);
    await clock.advance(0.1 * HOUR);
    expect(await listed()).toHaveLength(1);
    expect((await idle.get('/api/auth/me')).status).toBe(401);
  });

  test('of somebody else cannot be ended', async () => {
    const admin = await loggedIn();
    await admin.post('/api/users', { username: 'vera', password: 'a viewer for the test', role: 'viewer' });
    const vera = new ApiClient(server.url);
    await vera.login('vera', 'a viewer for the test');
    const items = (await admin.get('/api/auth/sessions')).body?.items as { id: string }[];
    expect((await vera.send('DELETE', `/api/auth/sessions/${items[0]?.id}`)).status).toBe(404);
    expect((await admin.get('/api/auth/me')).status).toBe(200);
  });

  test('goes on under a new secret when its owner changes the password, and all others end', async () => {
    const [here, there] = [await loggedIn(), await loggedIn()];
    const before = here.cookie;
    const wrong = await here.post('/api/auth/password', { current_password: 'wrong', new_password: 'a brand new one' });
    expect(wrong).toMatchObject({ status: 422, body: { error: { code: 'refused' } } });
    const changed = await here.post('/api/auth/password', {
      current_password: ADMIN_PASSWORD,
      new_password: 'a brand new one',
    });
    expect(changed.status).toBe(204);
    expect(here.cookie).not.toBe(before);
    expect((await here.get('/api/auth/me')).status).toBe(200);
    expect((await there.get('/api/auth/me')).status).toBe(401);
    const old = new ApiClient(server.url);
    old.cookie = before;
    expect((await old.get('/api/auth/me')).status).toBe(401);
    expect((await old.login('admin', 'a brand new one')).status).toBe(200);
  });

  test('ends when an administrator changes the role or password of its owner, or deletes the account', async () => {
    const admin = await loggedIn();
    for (const change of [{ role: 'viewer' }, { password: 'another password' }, 'delete'] as const) {
      const made = await admin.post('/api/users', { username: 'max', password: 'maximal password', role: 'admin' });
      const max = new ApiClient(server.url);
      await max.login('max', 'maximal password');
      const path = `/api/users/${made.body?.id}`;
      expect((await max.get('/api/auth/me')).status).toBe(200);
      if (change !== 'delete') expect((await admin.send('PATCH', path, change)).status).toBe(200);
      else expect((await admin.send('DELETE', path)).status).toBe(204);
      expect((await max.get('/api/auth/me')).status).toBe(401);
      await admin.send('DELETE', path);
    }
  });
});

describe('logging in', () => {
  test('answers alike for a wrong password and for no such user', async () => {
    const [wrong, unknown] = [new ApiClient(server.url), new ApiClient(server.url)];
    const replies = [await wrong.login('admin', 'wrong password'), await unknown.login('nobody', 'wrong password')];
    expect(replies.map((reply) => reply.status)).toEqual([401, 401]);
    expect(replies[0]?.text).toBe(replies[1]?.text);
  });

  test('is slowed down after five failures, alike for accounts that do not exist, and says for how long', async () => {
    for (const username of ['admin', 'nobody']) {
      const client = new ApiClient(server.url);
      for (let i = 0; i < 5; i += 1) expect((await client.login(username, 'wrong')).status).toBe(401);
      const refused = await client.login(username, ADMIN_PASSWORD);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
      await clock.advance(1000);
    }
    expect((await new ApiClient(server.url).login('admin', ADMIN_PASSWORD)).status).toBe(200);
  });

  test('is told in the log and in the audit trail, with the address', async () => {
    await new ApiClient(server.url).login('admin', 'wrong');
    const admin = await loggedIn();
    const attempts = server.log.lines().filter((line) => line.event === 'user_login_attempt');
    expect(attempts).toMatchObject([
      { success: false, client_ip: '127.0.0.1' },
      { success: true, username: 'admin' },
    ]);
    const trail = (await admin.get('/api/audit')).body?.items as { action: string }[];
    expect(trail.map((entry) => entry.action)).toEqual(['session_created', 'login_failed', 'user_created']);
  });

  test('and logging out are counted like every other entry of the audit trail', async () => {
    await new ApiClient(server.url).login('admin', 'wrong');
    await (await loggedIn()).post('/api/auth/logout');
    const page = await server.metrics.render();
    for (const action of ['login_failed', 'session_created', 'session_revoked'])
      expect(page).toContain(`tocsin_access_audit_records_total{action="${action}"} 1`);
  });
});

import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
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

async function helper(username: string): Promise<{ readonly id: string; readonly client: ApiClient }> {
  const made = await admin.post('/api/users', { username, password: 'helping hands here', role: 'admin' });
  const client = new ApiClient(server.url);
  await client.login(username, 'helping hands here');
  return { id: String(made.body?.id), client };
}

/** A request of which the server has the head and the first bytes of the body. */
function heldRequest(client: ApiClient, body: string) {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  const head = [
    'POST /api/users HTTP/1.1',
    'host: x',
    'content-type: application/json',
    `content-length: ${body.length}`,
  ];
  socket.write(`${[...head, `cookie: ${client.cookie}`, 'connection: close'].join('\r\n')}\r\n\r\n${body.slice(0, 5)}`);
  return {
    finish(): Promise<string> {
      socket.write(body.slice(5));
      return text(socket);
    },
  };
}

const HELD = 'tocsin_http_active_requests{method="POST",endpoint="/api/users"} 1';

describe('who loses access', () => {
  test.each(['logged out', 'demoted', 'deleted'])(
    'while a request of theirs is under way changes nothing any more: %s',
    async (how) => {
      const username = `held-${how.replace(' ', '-')}`;
      const { id, client } = await helper(username);
      const body = JSON.stringify({ username: `${username}-intruder`, password: 'a long enough one', role: 'admin' });
      const held = heldRequest(client, body);
      await expect.poll(async () => (await server.metrics.render()).includes(HELD)).toBe(true);
      if (how === 'logged out') await client.post('/api/auth/logout');
      else if (how === 'demoted') await admin.send('PATCH', `/api/users/${id}`, { role: 'viewer' });
      else await admin.send('DELETE', `/api/users/${id}`);
      expect(await held.finish()).toMatch(/^HTTP\/1\.1 401 /);
      expect((await admin.get('/api/users')).text).not.toContain('intruder');
    },
  );

  test('by a new password keeps no session that was opened with the old one at the same moment', async () => {
    const { id } = await helper('racer');
    let password = 'helping hands here';
    for (let round = 0; round < 8; round += 1) {
      const late = new ApiClient(server.url);
      const next = `changed password ${round}`;
      await Promise.all([admin.send('PATCH', `/api/users/${id}`, { password: next }), late.login('racer', password)]);
      expect((await late.get('/api/auth/me')).status).toBe(401);
      password = next;
    }
  });
});

test('what was typed as the name of a user who does not exist is kept nowhere', async () => {
  const typed = 'LEAK-hunter2-passw0rd';
  await new ApiClient(server.url).login(typed, 'x');
  expect((await admin.get('/api/audit')).text.toLowerCase()).not.toContain(typed.toLowerCase());
  expect(server.log.text().toLowerCase()).not.toContain(typed.toLowerCase());
});

test('a HEAD of the stream does not wait for its end', async () => {
  expect((await admin.send('HEAD', '/api/system/stream')).status).toBe(404);
});

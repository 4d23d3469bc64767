import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

let server: TestServer;
afterEach(() => server.dispose());

const account = { username: 'ada', password: 'first of them all' };

describe('the first run', () => {
  test('shows a link whose token makes the first administrator, once', async () => {
    server = await runServer({ password: undefined });
    const file = path.join(server.dataDir, 'setup-link');
    expect(server.setupLink?.file).toBe(file);
    const link = (await readFile(file, 'utf8')).trim();
    expect(link).toBe(server.setupLink?.url);
    expect(link.startsWith(`${server.url}/setup#token=`)).toBe(true);
    const token = link.split('#token=')[1];
    const client = new ApiClient(server.url);
    expect((await client.get('/api/auth/setup')).body).toEqual({ setup_required: true });
    expect((await client.post('/api/auth/setup', { ...account, token: 'x'.repeat(43) })).status).toBe(403);
    expect((await client.post('/api/auth/setup', { ...account, token })).status).toBe(201);
    expect((await client.get('/api/auth/me')).body).toMatchObject({ user: { username: 'ada', role: 'admin' } });
    expect((await client.get('/api/auth/setup')).body).toEqual({ setup_required: false });
    expect((await client.post('/api/auth/setup', { ...account, username: 'eve', token })).status).toBe(409);
    await expect(stat(file)).rejects.toThrow('ENOENT');
    expect(server.log.text()).toContain('setup-link');
    expect(server.log.text()).not.toContain(token);
  });

  test('of two people with the link, one becomes the administrator', async () => {
    server = await runServer({ password: undefined });
    const token = server.setupLink?.url.split('#token=')[1];
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        new ApiClient(server.url).post('/api/auth/setup', { ...account, username: `user${i}`, token }),
      ),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  test('names what is wrong with a chosen password, and the link stays good', async () => {
    server = await runServer({ password: undefined });
    const token = server.setupLink?.url.split('#token=')[1];
    const client = new ApiClient(server.url);
    const refused = await client.post('/api/auth/setup', { username: '-', password: 'short', token });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ error: { details: [{ path: 'username' }, { path: 'password' }] } });
    expect((await client.post('/api/auth/setup', { ...account, token })).status).toBe(201);
  });

  test('with a password from the configuration needs no link', async () => {
    server = await runServer();
    expect(server.setupLink).toBeUndefined();
    expect((await new ApiClient(server.url).login('admin', ADMIN_PASSWORD)).status).toBe(200);
    await expect(stat(path.join(server.dataDir, 'setup-link'))).rejects.toThrow('ENOENT');
  });

  test('that ends by a password from the configuration removes the link of an earlier start', async () => {
    server = await runServer({ password: undefined });
    const { dataDir, setupLink } = server;
    await server.stop('restart');
    const again = await runServer({ dataDir });
    await expect(stat(setupLink?.file ?? '')).rejects.toThrow('ENOENT');
    await again.stop('the test has ended');
  });

  test('a password from the configuration acts only while there is no user', async () => {
    server = await runServer();
    const { dataDir } = server;
    await server.stop('restart');
    const again = await runServer({ dataDir, password: 'another password' });
    expect((await new ApiClient(again.url).login('admin', 'another password')).status).toBe(401);
    expect((await new ApiClient(again.url).login('admin', ADMIN_PASSWORD)).status).toBe(200);
    await again.stop('the test has ended');
  });
});

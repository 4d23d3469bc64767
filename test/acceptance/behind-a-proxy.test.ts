import { afterEach, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

let server: TestServer;
afterEach(() => server.dispose());

const forwarded = {
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'tocsin.example',
};

describe('behind a proxy', () => {
  test('that is trusted, the client is whom the proxy names, and the cookie is bound to TLS', async () => {
    server = await runServer({ trustedProxies: ['127.0.0.1/32'] });
    const client = new ApiClient(server.url, forwarded);
    expect((await client.login('admin', ADMIN_PASSWORD)).headers.getSetCookie()[0]).toMatch(
      /^__Host-tocsin_session=.*; Secure$/,
    );
    const sessions = (await client.get('/api/auth/sessions')).body?.items as { address: string }[];
    expect(sessions[0]?.address).toBe('203.0.113.9');
    expect((await client.get('/')).headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  test('that nobody named, its headers are not believed', async () => {
    server = await runServer();
    const client = new ApiClient(server.url, forwarded);
    expect((await client.login('admin', ADMIN_PASSWORD)).headers.getSetCookie()[0]).toMatch(/^tocsin_session=/);
    const sessions = (await client.get('/api/auth/sessions')).body?.items as { address: string }[];
    expect(sessions[0]?.address).toBe('127.0.0.1');
  });

  test('metrics are open to loopback by the address after the proxy, and to a token that may read', async () => {
    server = await runServer({ trustedProxies: ['loopback'] });
    expect((await new ApiClient(server.url).get('/metrics')).status).toBe(200);
    const admin = new ApiClient(server.url);
    await admin.login('admin', ADMIN_PASSWORD);
    const remote = (scope?: unknown) =>
      new ApiClient(server.url, { ...forwarded, ...(scope ? { authorization: `Bearer ${scope}` } : {}) }).get(
        '/metrics',
      );
    expect((await remote()).status).toBe(401);
    for (const [scope, status] of [
      ['read', 200],
      ['admin', 200],
      ['ingest', 403],
    ] as const) {
      const { token } = (await admin.post('/api/tokens', { name: scope, scope })).body ?? {};
      expect([scope, (await remote(token)).status]).toEqual([scope, status]);
    }
  });

  test('metrics are open to all when the configuration says so', async () => {
    server = await runServer({ trustedProxies: ['loopback'], metricsPublic: true });
    expect((await new ApiClient(server.url, forwarded).get('/metrics')).status).toBe(200);
  });

  test('the browser may name the public address as its origin, and no other', async () => {
    server = await runServer({ publicUrl: 'https://tocsin.example' });
    const from = (origin: string) => new ApiClient(server.url, { origin }).login('admin', ADMIN_PASSWORD);
    expect((await from('https://tocsin.example')).status).toBe(200);
    expect((await from('https://evil.example')).status).toBe(403);
    const crossSite = new ApiClient(server.url, { 'sec-fetch-site': 'cross-site' });
    expect(await crossSite.login('admin', ADMIN_PASSWORD)).toMatchObject({
      status: 403,
      body: { error: { code: 'cross_site_request' } },
    });
  });
});

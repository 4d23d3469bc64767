import { describe, expect, onTestFinished, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { LiveListener } from '../support/live-listener.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';

const VIEWER = { username: 'vera', password: 'a viewer for the test', role: 'viewer' };

/** A real server without anything, and who may do what there. */
async function given() {
  const server = await runServer();
  onTestFinished(() => server.dispose());
  const [admin, viewer, nobody] = [0, 1, 2].map(() => new ApiClient(server.url));
  if (!admin || !viewer || !nobody) throw new Error('Three come.');
  await admin.login('admin', ADMIN_PASSWORD);
  await admin.post('/api/users', VIEWER);
  await viewer.login(VIEWER.username, VIEWER.password);
  return { server, admin, viewer, nobody };
}

describe('a demo beside a real server', () => {
  test('is begun and ended by administrators, and seen by whoever may read', async () => {
    const { admin, viewer, nobody } = await given();
    expect((await admin.get('/demo/api/system')).status).toBe(404);
    expect((await viewer.post('/api/demo', {})).status).toBe(403);
    expect((await admin.post('/api/demo', {})).body).toEqual({ is_shown: true });
    expect((await viewer.get('/api/demo')).body).toEqual({ is_shown: true });
    for (const client of [admin, viewer])
      expect((await client.get('/demo/api/auth/me')).body).toMatchObject({ is_demo: true, user: { username: 'demo' } });
    expect((await nobody.get('/demo/api/system')).status).toBe(401);
    expect((await nobody.get('/demo/api/health')).status).toBe(401);
    expect((await admin.send('DELETE', '/api/demo')).status).toBe(204);
    expect((await admin.get('/demo/api/system')).status).toBe(404);
    expect((await admin.get('/api/system')).body).toMatchObject({ is_demo: false });
  });

  test('is apart from it: rules, events, audit, metrics, health and sessions of one are none of the other', async () => {
    const { admin, viewer, server } = await given();
    const audited = (await admin.get('/api/audit')).text;
    await admin.post('/api/demo', {});
    expect((await viewer.post('/demo/api/log-scan-rules', { name: 'Mine', pattern: 'GET' })).status).toBe(201);
    await expect
      .poll(async () => (await viewer.get('/demo/api/events')).text, { timeout: 20_000 })
      .toContain('demo-shop/');
    expect((await admin.get('/api/log-scan-rules')).body?.items).toEqual([]);
    expect((await admin.get('/api/events')).body?.items).toEqual([]);
    expect((await admin.get('/api/deliveries')).body?.items).toEqual([]);
    expect((await admin.get('/api/workloads')).body?.items).toEqual([]);
    expect((await admin.get('/api/audit')).text).toBe(audited);
    expect((await admin.get('/api/health')).text).not.toContain('demo');
    expect((await admin.get('/metrics')).text).toContain('tocsin_tail_lines_total 0');
    expect((await viewer.post('/demo/api/auth/logout', {})).headers.getSetCookie()).toEqual([]);
    expect((await viewer.get('/api/auth/me')).status).toBe(200);
    expect(server.log.text()).not.toContain('demo-shop/');
  });

  test('says that it is one with each answer, file, stream and error, and the real server never', async () => {
    const { admin, server } = await given();
    await admin.post('/api/demo', {});
    const said = async (at: string) => {
      const answer = await admin.get(at);
      return answer.headers.get('x-tocsin-demo');
    };
    for (const at of [
      '/api/health',
      '/api/health/watching',
      '/api/events',
      '/api/openapi.json',
      '/api/docs',
      '/api/none',
    ])
      expect([at, await said(`/demo${at}`), await said(at)]).toEqual([at, 'true', null]);
    const cookie = admin.cookie ?? '';
    for (const [path, demo] of [
      ['/demo/api/events/stream', 'true'],
      ['/api/events/stream', null],
    ] as const) {
      const over = new AbortController();
      const { headers } = await fetch(`${server.url}${path}`, { headers: { cookie }, signal: over.signal });
      over.abort();
      expect(headers.get('x-tocsin-demo')).toBe(demo);
    }
    const files = ['/demo/api/events/export?format=csv', '/api/events/export?format=csv'];
    const named = await Promise.all(files.map(async (at) => (await admin.get(at)).headers.get('content-disposition')));
    expect(named).toEqual(['attachment; filename="demo-events.csv"', 'attachment; filename="events.csv"']);
  });

  test('takes streams and bodies as a server that listens does, refuses other sites, and shows no further demo', async () => {
    const { admin, server } = await given();
    await admin.post('/api/demo', {});
    const { events } = await LiveListener.open(`${server.url}/demo/api/events/stream`, { cookie: admin.cookie ?? '' });
    await expect.poll(() => JSON.stringify(events), { timeout: 20_000 }).toContain('demo-shop/');
    expect((await admin.post('/demo/api/log-scan-rules', '{"name": 1')).status).toBe(400);
    expect((await admin.post('/demo/api/demo', {})).status).toBe(422);
    const headers = { cookie: admin.cookie ?? '', 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' };
    const foreign = await fetch(`${server.url}/demo/api/log-scan-rules`, { method: 'POST', headers, body: '{}' });
    expect(foreign.status).toBe(403);
  });

  test('ends with it, whoever follows it', async () => {
    const { admin, server } = await given();
    await admin.post('/api/demo', {});
    const stream = await LiveListener.open(`${server.url}/demo/api/events/stream`, { cookie: admin.cookie ?? '' });
    await server.stop('the test is over');
    await expect.poll(() => [stream.status, stream.hasEnded]).toEqual([200, true]);
  });
});

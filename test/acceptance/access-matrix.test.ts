import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

// Every route of the OpenAPI document, called as every kind of caller. What is allowed stands here a second time, in other words than in
// the code, so that a change of either is seen.

type Caller =
  | 'nobody'
  | 'viewer'
  | 'admin'
  | 'token read'
  | 'token ingest'
  | 'token admin'
  | 'token expired'
  | 'token unknown';

interface Operation {
  readonly method: string;
  readonly path: string;
}

const OPEN = new Set([
  'GET /api/health',
  'GET /api/health/watching',
  'GET /api/auth/setup',
  'POST /api/auth/setup',
  'POST /api/auth/login',
  'POST /api/auth/logout',
  'GET /metrics',
]);
/** What every person does with the own account, and no token can. */
const OWN = new Set([
  'POST /api/auth/password',
  'GET /api/auth/sessions',
  'DELETE /api/auth/sessions/{id}',
  'POST /api/telemetry/vitals',
  'POST /api/telemetry/faults',
]);
/** They change nothing, and take a body because a line is no part of an address. */
const READING = new Set([
  'POST /api/log-scan-rules/test',
  'POST /api/log-scan-rules/{id}/test',
  'POST /api/explain',
  'POST /api/backtest',
  'POST /api/event-triggers/preview',
]);

function expectation({ method, path }: Operation, caller: Caller): 'pass' | 401 | 403 {
  const name = `${method} ${path}`;
  if (OPEN.has(name)) return 'pass';
  if (caller === 'nobody' || caller === 'token expired' || caller === 'token unknown') return 401;
  if (OWN.has(name)) return caller.startsWith('token') ? 403 : 'pass';
  if (caller === 'token ingest') return name === 'POST /api/events' ? 'pass' : 403;
  if (caller === 'admin' || caller === 'token admin') return 'pass';
  return method === 'GET' || READING.has(name) ? 'pass' : 403;
}

let server: TestServer;
let operations: Operation[];
const callers = new Map<Caller, () => Promise<ApiClient>>();

beforeAll(async () => {
  const clock = new ManualClock(Date.now());
  server = await runServer({ clock });
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  await admin.post('/api/users', { username: 'vera', password: 'a viewer for the test', role: 'viewer' });
  const bearer = async (text: unknown) => new ApiClient(server.url, { authorization: `Bearer ${text}` });
  const person = async (name: string, password: string): Promise<ApiClient> => {
    const client = new ApiClient(server.url);
    await client.login(name, password);
    return client;
  };
  callers.set('nobody', async () => new ApiClient(server.url));
  callers.set('admin', () => person('admin', ADMIN_PASSWORD));
  callers.set('viewer', () => person('vera', 'a viewer for the test'));
  callers.set('token unknown', () => bearer(`tcs_${'A'.repeat(43)}`));
  for (const scope of ['read', 'ingest'] as const) {
    const made = await admin.post('/api/tokens', { name: scope, scope });
    callers.set(`token ${scope}`, () => bearer(made.body?.token));
  }
  // Some routes delete tokens; an administrator's is made anew each time.
  callers.set('token admin', async () =>
    bearer((await admin.post('/api/tokens', { name: 'root', scope: 'admin' })).body?.token),
  );
  const soon = new Date(clock.now() + 1_000).toISOString();
  const brief = await admin.post('/api/tokens', { name: 'brief', scope: 'admin', expires_at: soon });
  callers.set('token expired', () => bearer(brief.body?.token));
  await clock.advance(2_000);
  const document = (await admin.get('/api/openapi.json')).body ?? {};
  operations = Object.entries(document.paths as object).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => ({ method: method.toUpperCase(), path })),
  );
});
afterAll(() => server.dispose());

describe('who may call what', () => {
  test('the document names every route there is', () => {
    expect(operations.length).toBeGreaterThanOrEqual(20);
  });

  for (const caller of [
    'nobody',
    'viewer',
    'admin',
    'token read',
    'token ingest',
    'token admin',
    'token expired',
    'token unknown',
  ] as const) {
    test(`as ${caller}: each route lets in or refuses as it should`, async () => {
      const wrong: string[] = [];
      for (const operation of operations) {
        const client = await callers.get(caller)?.();
        // An id that does not exist, and a body that no route accepts: nothing is changed by whoever passes.
        const path = operation.path.replace('{id}', '999999999');
        if (path.endsWith('/stream')) continue;
        const body = operation.method === 'GET' || operation.method === 'DELETE' ? undefined : { not_a_field: 1 };
        const { status } = (await client?.send(operation.method, path, body)) ?? { status: 0 };
        const expected = expectation(operation, caller);
        const fine = expected === 'pass' ? status !== 401 && status !== 403 && status < 500 : status === expected;
        if (!fine) wrong.push(`${operation.method} ${path}: ${status}, expected ${expected}`);
      }
      expect(wrong).toEqual([]);
    });
  }

  test('a stranger learns nothing from paths that do not exist, nor from bodies that are malformed', async () => {
    const stranger = new ApiClient(server.url);
    for (const [method, path] of [
      ['GET', '/api/nothing'],
      ['POST', '/api/nothing'],
      ['GET', '/api/users/abc'],
      ['GET', '/api'],
    ] as const) {
      expect((await stranger.send(method, path)).status).toBe(401);
    }
    expect((await stranger.send('POST', '/api/users', '{broken')).status).toBe(401);
  });

  test('401 comes before 403, and 403 before 404 and 400', async () => {
    const viewer = await callers.get('viewer')?.();
    expect((await viewer?.send('DELETE', '/api/users/999999999'))?.status).toBe(403);
    expect((await viewer?.send('POST', '/api/users', '{broken'))?.status).toBe(403);
    const admin = await callers.get('admin')?.();
    expect((await admin?.send('DELETE', '/api/users/999999999'))?.status).toBe(404);
    expect((await admin?.send('POST', '/api/users', '{broken'))?.status).toBe(400);
    expect((await admin?.get('/api/nothing'))?.status).toBe(404);
  });

  test('a bad token is not helped by a good cookie', async () => {
    const admin = await callers.get('admin')?.();
    const both = new ApiClient(server.url, { authorization: 'Bearer nonsense' });
    both.cookie = admin?.cookie;
    expect((await both.get('/api/users')).status).toBe(401);
  });
});

import { connect } from 'node:net';
import fc from 'fast-check';
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

/** Sends bytes as they are and reads until the server closes or has answered once. */
function raw(bytes: string | Buffer): Promise<string> {
  const { port } = new URL(server.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    const chunks: Buffer[] = [];
    const finish = (): void => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('latin1'));
    };
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      finish();
    });
    socket.on('close', finish);
    socket.on('error', finish);
    // Not ended: a client that has closed its half is taken for gone.
    socket.write(bytes);
  });
}

const statusOf = (reply: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(reply)?.[1] ?? 0);

const paths = fc.oneof(
  fc.constantFrom(
    '/api/users',
    '/api/users/1',
    '/api/tokens',
    '/api/auth/login',
    '/api/auth/setup',
    '/api/audit',
    '/api/system',
    '/api/containers',
    '/api/containers/web/logs',
    '/api/workloads',
    '/metrics',
    '/',
  ),
  fc.webPath().map((path) => `/api${path}`),
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `/api/users/${encodeURIComponent(text.toWellFormed())}`),
  fc
    .tuple(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('', '/logs', '/logs?tail=1&query=%00'))
    .map(([text, rest]) => `/api/containers/${encodeURIComponent(text.toWellFormed())}${rest}`),
  fc
    .record(
      {
        cursor: fc.string({ unit: 'binary', maxLength: 60 }),
        state: fc.string({ maxLength: 20 }),
        host: fc.string({ unit: 'binary', maxLength: 20 }),
      },
      { requiredKeys: [] },
    )
    .map((query) => `/api/containers?${new URLSearchParams(query)}`),
  fc
    .record(
      {
        containers: fc.string({ unit: 'binary', maxLength: 60 }),
        workloads: fc.string({ maxLength: 20 }),
        after: fc.string({ unit: 'binary', maxLength: 60 }),
      },
      { requiredKeys: [] },
    )
    .map((query) => `/api/logs/stream?${new URLSearchParams(query)}`),
  fc.string({ maxLength: 40 }).map((text) => `/${text.replace(/[\r\n ]/g, '')}`),
  fc
    .string({ maxLength: 40 })
    .map((text) => `/api/users?cursor=${encodeURIComponent(text)}&limit=${encodeURIComponent(text.slice(0, 4))}`),
);
const values = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '{',
    'null',
    '[]',
    '""',
    '{"__proto__":1}',
    '{"username":"a\\u0000","password":"\\ud800"}',
    `${'['.repeat(5000)}`,
  ),
  fc
    .record({
      username: fc.anything(),
      password: fc.anything(),
      role: fc.anything(),
      name: fc.string({ unit: 'binary' }),
      scope: fc.anything(),
    })
    .map((value) => JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each))),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'cookie',
    'authorization',
    'x-request-id',
    'traceparent',
    'content-type',
    'origin',
    'sec-fetch-site',
    'x-forwarded-for',
    'accept',
    'range',
    'last-event-id',
    'if-none-match',
  ),
  fc.string({ unit: 'binary-ascii', maxLength: 80 }).map((text) => text.replace(/[\r\n\0]/g, '')),
);

describe('malformed requests', () => {
  test('never make the server fail: ten thousand fuzzed paths, headers, cookies and bodies get an answer below 500', {
    timeout: 240_000,
  }, async () => {
    const bad: string[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'BREW'),
          path: paths,
          extra: headers,
          body: values,
        }),
        async ({ method, path, extra, body }) => {
          const bytes = Buffer.from(body);
          const lines = Object.entries({
            host: 'x',
            'content-type': 'application/json',
            cookie: admin.cookie ?? '',
            ...extra,
          }).map(([name, value]) => `${name}: ${value}`);
          const head = `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\ncontent-length: ${bytes.length}\r\nconnection: close\r\n\r\n`;
          const reply = await raw(Buffer.concat([Buffer.from(head), bytes]));
          const status = statusOf(reply);
          if (status === 0 || status >= 500) bad.push(`${head}${body} → ${reply.slice(0, 300)}`);
        },
      ),
      { numRuns: 10_000, seed: 20_261_121 },
    );
    expect(bad.slice(0, 3)).toEqual([]);
    expect(server.log.lines().filter((line) => line.event === 'http_request_failed')).toEqual([]);
    expect((await admin.get('/api/health')).status).toBe(200);
  });

  test('that are no HTTP at all get an answer in the same shape', async () => {
    for (const bytes of [
      '\0\0\0\0',
      'GET\r\n\r\n',
      '{"json":1}\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /api/health HTTP/1.1\r\n\r\n',
      'CONNECT example.org:443 HTTP/1.1\r\nhost: x\r\n\r\n',
      'GET /api/users HTTP/1.1\r\nhost: x\r\nexpect: junk\r\n\r\n',
      'GET /api/users/%ff HTTP/1.1\r\nhost: x\r\n\r\n',
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
    ]) {
      const reply = await raw(bytes);
      expect(statusOf(reply)).toBeGreaterThanOrEqual(400);
      expect(statusOf(reply)).toBeLessThan(500);
      expect(reply).toMatch(/x-request-id: /i);
      expect(reply).toMatch(/content-security-policy: default-src 'none'/i);
      expect(JSON.parse(reply.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { details: [] } });
    }
  });

  test('with too many headers, or with none that can be read, get the status and the code that fit', async () => {
    for (const [bytes, status, code] of [
      [
        `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
        '431 Request Header Fields Too Large',
        'headers_too_large',
      ],
      ['{"json":1}\n', '400 Bad Request', 'bad_request'],
    ] as const) {
      const reply = await raw(bytes);
      expect(reply.split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`);
      expect(JSON.parse(reply.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { code } });
    }
  });

  test('say what is wrong: unknown route, malformed JSON, wrong content type, too large, bad path', async () => {
    const shape = (code: string) => ({ error: { code, message: expect.any(String), details: expect.any(Array) } });
    expect(await admin.get('/api/nothing')).toMatchObject({ status: 404, body: shape('not_found') });
    expect(await admin.post('/api/users', '{"username":')).toMatchObject({ status: 400, body: shape('bad_request') });
    expect(await admin.post('/api/users', `{"username":"${'x'.repeat(1 << 20)}"}`)).toMatchObject({
      status: 413,
      body: shape('body_too_large'),
    });
    const key = await admin.post('/api/events', '{"severity":"info","message":"x","metadata":{"__proto__":1}}');
    expect([key.status, key.body]).toEqual([
      400,
      { error: expect.objectContaining({ message: expect.stringContaining('"metadata.__proto__"') }) },
    ]);
    expect((await admin.post('/api/users', '{"username":}')).text).toContain('line 1, column 13');
    expect(await admin.get('/api/users?limit=0')).toMatchObject({ status: 400, body: shape('bad_request') });
    expect(await admin.get('/api/users?limt=5')).toMatchObject({ status: 400, body: shape('bad_request') });
    expect(await admin.get('/api/users?cursor=nonsense')).toMatchObject({ status: 400, body: shape('bad_request') });
    expect(await admin.get('/api/users/%ff')).toMatchObject({ status: 400, body: shape('bad_request') });
    const form = new ApiClient(server.url, { 'content-type': 'text/plain' });
    form.cookie = admin.cookie;
    expect(await form.send('POST', '/api/users', 'x=1')).toMatchObject({ status: 400, body: shape('bad_request') });
  });

  test('an id that no row can have is one that is not there; what is no id at all is a bad request', async () => {
    for (const id of ['999999999999999', '9007199254740991', '9007199254740993', '9'.repeat(20), '9'.repeat(90)])
      expect(await admin.send('DELETE', `/api/users/${id}`), id).toMatchObject({
        status: 404,
        body: { error: { code: 'not_found', message: `There is no user with the id ${id}.` } },
      });
    for (const id of ['0', '01', '-1', '1.0', '1e3', 'me'])
      expect((await admin.send('DELETE', `/api/users/${id}`)).status, id).toBe(400);
  });

  test('a request that comes too slowly is cut off, and holds nobody up', { timeout: 30_000 }, async () => {
    const { port } = new URL(server.url);
    const started = performance.now();
    const slow = Array.from({ length: 50 }, () => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => {});
      socket.write('GET /api/health HTTP/1.1\r\nhost: x\r\n');
      const drip = setInterval(() => socket.write('a: b\r\n'), 500);
      return new Promise<string>((resolve) => {
        let reply = '';
        socket.on('data', (chunk: Buffer) => {
          reply += chunk.toString();
        });
        socket.on('close', () => {
          clearInterval(drip);
          resolve(reply);
        });
      });
    });
    expect((await admin.get('/api/health')).status).toBe(200);
    for (const reply of await Promise.all(slow)) expect(reply).toMatch(/^HTTP\/1\.1 408 .*request_timeout/s);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

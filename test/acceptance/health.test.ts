import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { runServer, type TestServer } from '../support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.dispose());

describe('health', () => {
  test('is told to anybody, and a server that watches nothing says so', async () => {
    const stranger = new ApiClient(server.url);
    await expect
      .poll(() => stranger.get('/api/health'))
      .toMatchObject({
        status: 200,
        body: { status: 'ok', checks: { store: { status: 'ok' }, background: { status: 'ok' } } },
      });
    expect(await stranger.get('/api/health/watching')).toMatchObject({
      status: 200,
      body: { status: 'degraded', reasons: [expect.stringContaining('Nothing is watched')] },
    });
  });
});

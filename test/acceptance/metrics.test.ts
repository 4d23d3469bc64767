import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { ApiClient } from '../support/api-client.ts';
import { metricFaults, promtool } from '../support/promtool.ts';
import { describeWith } from '../support/requirement.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await runServer({ metrics: createMetrics({ process: true }) });
});
afterAll(() => server.dispose());

const page = async (): Promise<string> => (await new ApiClient(server.url).get('/metrics')).text;

test('every series of every route is there, at zero, before anybody asked', async () => {
  const { text } = await new ApiClient(server.url).get('/metrics');
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  const paths = (await admin.get('/api/openapi.json')).body?.paths as Record<string, object>;
  for (const [endpoint, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      const labels = `method="${method.toUpperCase()}",endpoint="${endpoint}"`;
      for (const name of [
        'tocsin_http_requests_total',
        'tocsin_http_request_duration_seconds_count',
        'tocsin_http_active_requests',
      ]) {
        expect(text).toContain(`${name}{${labels}`);
      }
    }
  }
  expect(text).toContain('tocsin_access_logins_total{outcome="failure"} 0');
  expect(text).toContain('tocsin_store_failures_total{reason="disk_full"} 0');
});

test('requests are counted by the pattern of their route, never by what the client chose', async () => {
  const client = new ApiClient(server.url);
  for (const path of ['/api/users/17', '/api/secret-path', '/api/users/18?x=1', '/another/secret-path'])
    await client.get(path);
  await client.send('BREW', '/api/secret-path');
  const text = await page();
  expect(text).toContain('tocsin_http_requests_total{method="GET",endpoint="/api/users/{id}",status_code="401"} 2');
  expect(text).not.toContain('secret-path');
  expect(text).not.toContain('BREW');
});

test('the gauge of running requests comes back to zero, also when a client goes away', async () => {
  const leaving = new AbortController();
  const reply = fetch(`${server.url}/api/health`, { signal: leaving.signal }).catch(() => undefined);
  leaving.abort();
  await reply;
  const running = async (): Promise<string[]> =>
    (await page()).match(/^tocsin_http_active_requests\{.*\} [^0].*$/gm) ?? [];
  // The request that asks is itself the one that runs.
  await expect.poll(running).toEqual(['tocsin_http_active_requests{method="GET",endpoint="/metrics"} 1']);
});

describeWith(promtool, 'the page of metrics', () => {
  test('pleases promtool, with all that a running server has', async () => {
    const text = await page();
    expect(text.split('\n').length).toBeGreaterThan(300);
    expect(metricFaults(text)).toBe('');
    expect(metricFaults('# TYPE x counter\nx 1\n')).not.toBe('');
  });
});

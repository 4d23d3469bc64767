import { describe, expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { createMetrics } from '../metrics.ts';
import { createHttpOccurrences } from './http.ts';

function given(quietEndpoints: readonly string[] = []) {
  const [log, metrics] = [captureLog(), createMetrics()];
  const http = createHttpOccurrences({ logger: log.logger, metrics, quietEndpoints });
  http.routesKnown([
    { method: 'GET', endpoint: '/api/events/{id}' },
    { method: 'POST', endpoint: '/api/users', statusCode: 201 },
    { method: 'GET', endpoint: '/api/health', quiet: true },
  ]);
  return { log, metrics, http };
}

describe('requests', () => {
  test('have their series at zero for every known route before the first request', async () => {
    const page = await given().metrics.render();
    for (const series of [
      'tocsin_http_requests_total{method="POST",endpoint="/api/users",status_code="201"} 0',
      'tocsin_http_requests_total{method="POST",endpoint="/api/users",status_code="500"} 0',
      'tocsin_http_request_duration_seconds_count{method="GET",endpoint="/api/events/{id}"} 0',
      'tocsin_http_active_requests{method="GET",endpoint="/api/health"} 0',
      'tocsin_http_requests_total{method="GET",endpoint="unmatched",status_code="404"} 0',
    ])
      expect(page).toContain(series);
  });

  test('are counted, timed and logged under their route', async () => {
    const { log, metrics, http } = given();
    const request = { method: 'GET', endpoint: '/api/events/{id}' };
    http.requestStarted(request);
    expect(await metrics.render()).toContain('tocsin_http_active_requests{method="GET",endpoint="/api/events/{id}"} 1');
    http.requestFinished({ ...request, statusCode: 200, durationMs: 12.34567 });
    const page = await metrics.render();
    expect(page).toContain('tocsin_http_active_requests{method="GET",endpoint="/api/events/{id}"} 0');
    expect(page).toContain('tocsin_http_requests_total{method="GET",endpoint="/api/events/{id}",status_code="200"} 1');
    expect(page).toContain('_bucket{le="0.025",method="GET",endpoint="/api/events/{id}"} 1');
    expect(log.lines()).toMatchObject([
      { level: 'info', logger_name: 'http', event: 'http_request', ...request, status_code: 200, duration_ms: 12.346 },
    ]);
  });

  test('that no route took share one label, and a made-up method has no name of its own', async () => {
    const { metrics, http } = given();
    for (const method of ['GET', 'BREW', 'BREW2'])
      http.requestFinished({ method, endpoint: '/wp-login.php', statusCode: 404, durationMs: 1 });
    const page = await metrics.render();
    expect(page).toContain('tocsin_http_requests_total{method="GET",endpoint="unmatched",status_code="404"} 1');
    expect(page).toContain('tocsin_http_requests_total{method="OTHER",endpoint="unmatched",status_code="404"} 2');
    expect(page).not.toContain('wp-login');
  });

  test('of machines that ask all the time are logged at debug only', () => {
    const { log, http } = given();
    http.requestFinished({ method: 'GET', endpoint: '/api/health', statusCode: 503, durationMs: 1 });
    expect(log.lines()).toMatchObject([{ level: 'debug', event: 'http_request', status_code: 503 }]);
  });

  test('of endpoints that the configuration calls quiet are logged at debug only, those of others as ever', async () => {
    const { log, metrics, http } = given(['/api/users']);
    const answered = { statusCode: 201, durationMs: 1 };
    http.requestFinished({ method: 'POST', endpoint: '/api/users', ...answered });
    http.requestFinished({ method: 'GET', endpoint: '/api/events/{id}', ...answered });
    expect(log.lines().map(({ level, endpoint }) => [level, endpoint])).toEqual([
      ['debug', '/api/users'],
      ['info', '/api/events/{id}'],
    ]);
    expect(await metrics.render()).toContain('endpoint="/api/users",status_code="201"} 1');
  });

  test('of a quiet endpoint that no route has are told at the start, so that a slip of the pen is seen', () => {
    const { log } = given(['/api/user', '/api/users']);
    expect(log.lines()).toMatchObject([
      { level: 'warning', event: 'http_quiet_endpoint_unknown', endpoint: '/api/user' },
    ]);
  });

  test('that met a fault of ours are logged as an error with its cause', () => {
    const { log, http } = given();
    http.requestFailed({ error: new Error('outer', { cause: new Error('inner') }) });
    expect(log.lines()).toMatchObject([
      { level: 'error', event: 'http_request_failed', error: { message: 'outer', cause: { message: 'inner' } } },
    ]);
  });

  test('that are no HTTP are counted without a route', async () => {
    const { metrics, http } = given();
    http.clientFaulted({ reason: 'HPE_INVALID_METHOD' });
    expect(await metrics.render()).toContain('tocsin_http_client_faults_total 1');
  });
});

describe('event streams', () => {
  test('are counted while they are open, and so is each that was refused', async () => {
    const { log, metrics, http } = given();
    for (let i = 0; i < 3; i += 1) http.streamOpened();
    http.streamClosed();
    http.streamRefused({ open: 2 });
    const page = await metrics.render();
    expect(page).toContain('tocsin_http_streams 2');
    expect(page).toContain('tocsin_http_streams_refused_total 1');
    expect(log.lines()).toMatchObject([{ level: 'warning', event: 'http_stream_refused', open: 2 }]);
  });
});

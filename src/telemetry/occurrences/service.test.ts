import { expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { createMetrics } from '../metrics.ts';
import { createServiceOccurrences } from './service.ts';

test('the figures say of a demo that it is one', async () => {
  const metrics = createMetrics();
  const service = createServiceOccurrences({ logger: captureLog().logger, metrics });
  service.starting({ version: '1.2.3', isDemo: true, databasePath: 'in memory', pid: 42 });
  expect(await metrics.render()).toContain('tocsin_service_info{version="1.2.3",demo="true"} 1');
});

test('the life of the server reads as start, service and stop', async () => {
  const [log, metrics] = [captureLog(), createMetrics()];
  const service = createServiceOccurrences({ logger: log.logger, metrics });
  service.starting({ version: '1.2.3', isDemo: false, databasePath: 'postgres://u:hunter2@db/x', pid: 42 });
  service.initialized({ url: 'http://127.0.0.1:8080', durationMs: 250 });
  service.stopping({ reason: 'SIGTERM' });
  service.stopFailed({ part: 'http', error: new Error('slow') });
  service.stopped({ durationMs: 12.3 });
  expect(log.lines()).toMatchObject([
    { event: 'tocsin_starting', version: '1.2.3', database_path: 'postgres://u:[redacted]@db/x', pid: 42 },
    { event: 'service_initialized', duration_ms: 250 },
    { event: 'tocsin_stopping', reason: 'SIGTERM' },
    { event: 'tocsin_stop_failed', level: 'error', part: 'http' },
    { event: 'tocsin_stopped', duration_ms: 12 },
  ]);
  const page = await metrics.render();
  expect(page).toContain('tocsin_service_info{version="1.2.3",demo="false"} 1');
  expect(page).toContain('tocsin_service_start_duration_seconds 0.25');
  expect(page).toContain('tocsin_service_stop_failures_total 1');
});

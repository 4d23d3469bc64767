import { expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { startLoopbackListener } from '../../../test/support/loopback-listener.ts';
import { runServer } from '../../../test/support/running-server.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { loadConfig } from '../../config/load.ts';
import { systemClock } from '../../core/clock.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { startShipping } from './shipping.ts';

const LINE = JSON.stringify({ level: 'info', timestamp: new Date().toISOString(), logger_name: 'a', event: 'a_b' });

/** Shipping to a place of this machine, from a server whose port the system chooses. */
async function shippingTo(port: number) {
  const env = {
    ...{ TOCSIN_PORT: '0', TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true', TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog' },
    ...{ TOCSIN_DATADOG_API_KEY: 'k'.repeat(32), TOCSIN_DATADOG_URL: `http://127.0.0.1:${port}` },
  };
  const { config } = loadConfig({ env, folder: temporaryDirectory() });
  const log = captureLog();
  const parts = { config, clock: systemClock, logger: log.logger, metrics: createMetrics(), version: '1.2.3' };
  return { log, shipping: startShipping(parts) };
}

test('nothing is shipped to where the server listens, also where the system chose the port', async () => {
  const own = await startLoopbackListener();
  const { log, shipping } = await shippingTo(own.port);
  shipping.listensAt(own.port);
  shipping.take(LINE);
  await shipping.stop(5_000);
  expect(log.text()).toContain('is this server itself');
  expect(own.connections()).toBe(0);
});

test('another place of this machine is shipped to all the same', async () => {
  const [there, own] = [await startLoopbackListener(), await startLoopbackListener()];
  const { shipping } = await shippingTo(there.port);
  shipping.listensAt(own.port);
  shipping.take(LINE);
  await shipping.stop(5_000);
  expect(there.connections()).toBe(1);
});

test('a server says at which port it listens', async () => {
  const server = await runServer();
  expect(server.listenedAt).toEqual([Number(new URL(server.url).port)]);
  await server.dispose();
});

import { once } from 'node:events';
import { createServer } from 'node:net';
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
async function shippingTo(port: number, clock = systemClock) {
  const env = {
    ...{ TOCSIN_PORT: '0', TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true', TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog' },
    ...{ TOCSIN_DATADOG_API_KEY: 'k'.repeat(32), TOCSIN_DATADOG_URL: `http://127.0.0.1:${port}` },
  };
  const { config } = loadConfig({ env, folder: temporaryDirectory() });
  const log = captureLog();
  const parts = { config, clock, logger: log.logger, metrics: createMetrics(), version: '1.2.3' };
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

test('what waits is told for each destination, with how much of it may wait', async () => {
  const { shipping } = await shippingTo(await closedPort());
  shipping.take(LINE);
  shipping.take(LINE);
  expect(shipping.queues()).toEqual([{ destination: 'datadog', lines: 2, most_lines: 1_000 }]);
  await shipping.stop(0);
  expect(shipping.queues()).toMatchObject([{ lines: 0 }]);
});

test('two that fail together do not come back together', async () => {
  const port = await closedPort();
  expect(await firstWait(port)).not.toBe(await firstWait(port));
});

/** Until the second attempt where nobody listens. Time stands still, so that it is as it was drawn. */
async function firstWait(port: number): Promise<number | undefined> {
  const waits: number[] = [];
  const sleep: typeof systemClock.sleep = (ms, signal) => {
    // Whatever else is waited for takes longer.
    if (ms <= 500) waits.push(ms);
    return systemClock.sleep(ms, signal);
  };
  const { shipping } = await shippingTo(port, { ...systemClock, monotonic: () => 0, sleep });
  shipping.listensAt(port + 1);
  shipping.hurry();
  shipping.take(LINE);
  await expect.poll(() => waits.length).toBeGreaterThan(0);
  await shipping.stop(0);
  return waits[0];
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

test('a server says at which port it listens', async () => {
  const server = await runServer();
  expect(server.listenedAt).toEqual([Number(new URL(server.url).port)]);
  await server.dispose();
});

// A server with something on every screen, for whoever takes pictures of them.
import { expect, onTestFinished } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { stampOfMilliseconds } from '../../src/core/lines/stamp.ts';
import { ApiClient } from '../support/api-client.ts';
import type { FakeContainer } from '../support/fake-engine/fake-container.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';

const SERVICES = ['shop/web', 'shop/api', 'shop/db', 'media/jellyfin', 'home/mqtt'];
const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';
const QUARTER_MS = 15 * 60_000;
const QUARTERS = 60;

/** What the containers wrote before anybody watched them, for back-tests to find. */
function writtenBefore(containers: readonly FakeContainer[], quarter: number): void {
  for (const [at, container] of containers.entries()) {
    const took = (quarter * 37 + at * 11) % 90;
    container.log('stdout', `GET /v1/orders/${quarter * 7 + at} 200 took ${took + 8} ms`);
    if ((quarter + at * 4) % 9 === 0) container.log('stdout', `GET /v1/orders 200 took ${1_000 + took * 13} ms`);
  }
  if (quarter % 25 === 7) containers[2]?.log('stderr', 'FATAL: sorry, too many clients already');
}

/** It ends with the test. */
export async function livelyServer() {
  const engine = await startFakeEngine();
  const now = Date.now();
  engine.time.set(stampOfMilliseconds(now - QUARTERS * QUARTER_MS));
  const containers = SERVICES.map((name) => {
    const [project = '', service = ''] = name.split('/');
    const labels = { 'com.docker.compose.project': project, 'com.docker.compose.service': service };
    return engine.addContainer({ name: `${project}-${service}-1`, labels });
  });
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    writtenBefore(containers, quarter);
    engine.time.set(stampOfMilliseconds(now - (QUARTERS - 1 - quarter) * QUARTER_MS));
  }
  const egressAllow = [parseNetwork('127.0.0.1/32') ?? []].flat();
  const server = await runServer({ hostname: 'nas', dockerHost: [{ name: 'nas', url: engine.url }], egressAllow });
  onTestFinished(() => server.dispose());
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  const receiver = await startFaultyReceiver({
    script: [{ status: 200 }, { status: 503 }, { status: 404 }, { status: 200 }],
  });
  await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config: { url: receiver.url } });
  const cooldown_seconds = 0;
  await admin.post('/api/log-scan-rules', {
    name: 'disk',
    pattern: 'disk (?P<what>\\w+)',
    severity: 'error',
    cooldown_seconds,
  });
  await admin.post('/api/log-scan-rules', { name: 'panic', pattern: 'panic:', severity: 'critical', cooldown_seconds });
  await admin.post('/api/log-scan-rules', { name: 'slow', pattern: 'took \\d{4,} ms', cooldown_seconds });
  const states = async () => ((await admin.get('/api/containers')).body?.items ?? []) as { readonly state: string }[];
  await expect
    .poll(async () => (await states()).filter(({ state }) => state === 'following').length, { timeout: 30_000 })
    .toBe(SERVICES.length);
  engine.time.set(stampOfMilliseconds(Date.now()));
  for (const [at, container] of containers.entries()) {
    container.log('stdout', 'GET /v1/orders 200 took 12 ms');
    container.log('stderr', `${RED}ERROR${PLAIN} disk full on /dev/sd${at}`);
    container.log('stdout', `GET /v1/orders/${at * 71} 200 took ${1_000 + at * 391} ms`);
  }
  containers[0]?.log('stderr', 'panic: runtime error: index out of range [7]');
  await expect.poll(async () => (await admin.get('/api/events')).body?.items, { timeout: 30_000 }).toHaveLength(11);
  return server;
}

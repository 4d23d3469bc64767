// A server with something on every screen, for whoever takes pictures of them: most of a day of a small household has passed.
import { expect, onTestFinished } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { systemClock } from '../../src/core/clock.ts';
import { stampOfMilliseconds } from '../../src/core/lines/stamp.ts';
import { ApiClient } from '../support/api-client.ts';
import type { FakeContainer } from '../support/fake-engine/fake-container.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

interface Service {
  readonly image: string;
  /** What it writes all day. */
  readonly usual: (turn: number) => string;
}

const SERVICES: Readonly<Record<string, Service>> = {
  'shop/web': { image: 'nginx:1.29', usual: (turn) => `GET /orders/${turn * 7} 200 took ${8 + (turn % 90)} ms` },
  'shop/api': { image: 'shop/api:4.2', usual: (turn) => `GET /v1/orders/${turn * 7} 200 took ${4 + (turn % 60)} ms` },
  'shop/db': { image: 'postgres:17', usual: (turn) => `LOG: checkpoint complete: wrote ${turn % 97} buffers` },
  'media/jellyfin': { image: 'jellyfin:10.10', usual: (turn) => `Playback of item ${turn % 31} reported` },
  'home/mqtt': { image: 'eclipse-mosquitto:2.0', usual: (turn) => `New client connected as sensor-${turn % 12}` },
};
const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';
const SLOW = { name: 'slow', pattern: 'took \\d{4,} ms' };
const QUARTER_MS = 15 * 60_000;
const QUARTERS = 72;
/** Nobody takes over from anybody here, however fast the time goes. */
const LOCK_SECONDS = 7 * 86_400;

type Containers = readonly FakeContainer[];

/** What is written within a quarter of an hour. */
function write(containers: Containers, quarter: number): void {
  const [web, api, db, jellyfin] = containers;
  for (const [at, { usual }] of Object.values(SERVICES).entries())
    containers[at]?.log('stdout', usual(quarter * 37 + at));
  if (quarter % 5 === 2) web?.log('stdout', `GET /orders 200 took ${1_000 + ((quarter * 37) % 90) * 13} ms`);
  if (quarter % 8 === 3) api?.log('stdout', `POST /v1/orders 201 took ${1_000 + ((quarter * 53) % 90) * 17} ms`);
  if (quarter % 25 === 7) db?.log('stderr', 'FATAL: sorry, too many clients already');
  if (quarter % 19 === 11) api?.log('stderr', `${RED}ERROR${PLAIN} disk full on /dev/sdb1`);
  if (quarter === 44) jellyfin?.log('stderr', 'panic: runtime error: index out of range [7]');
}

/** What is written last, so that it stands at the head of every list. */
function writeLast([web, api, db, jellyfin]: Containers): void {
  web?.log('stdout', 'GET /orders/71 200 took 1391 ms');
  jellyfin?.log('stderr', `${RED}ERROR${PLAIN} disk full on /dev/sdc1`);
  db?.log('stdout', 'LOG: checkpoint complete: wrote 812 buffers');
  api?.log('stdout', 'POST /v1/orders 201 took 31 ms');
  api?.log('stderr', `${RED}ERROR${PLAIN} disk full on /dev/sdb1`);
  web?.log('stdout', 'GET /orders/72 200 took 12 ms');
}

/** It ends with the test. */
export async function livelyServer(): Promise<TestServer> {
  const engine = await startFakeEngine();
  let behindMs = QUARTERS * QUARTER_MS;
  const moveTo = (quarter: number): void => {
    behindMs = (QUARTERS - quarter) * QUARTER_MS;
    engine.time.set(stampOfMilliseconds(Date.now() - behindMs));
  };
  moveTo(0);
  const containers = Object.entries(SERVICES).map(([name, { image }]) => {
    const [project = '', service = ''] = name.split('/');
    const labels = { 'com.docker.compose.project': project, 'com.docker.compose.service': service };
    return engine.addContainer({ name: `${project}-${service}-1`, image, labels });
  });
  const server = await runServer({
    clock: { ...systemClock, now: () => Date.now() - behindMs },
    ...{ hostname: 'nas', dockerHost: [{ name: 'nas', url: engine.url }] },
    ...{ egressAllow: [parseNetwork('127.0.0.1/32') ?? []].flat() },
    ...{ lockTtlSeconds: LOCK_SECONDS, lockHeartbeatSeconds: LOCK_SECONDS / 2 },
  });
  onTestFinished(() => server.dispose());
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  await makeTrigger(admin);
  await makeRules(admin);
  await areRead(admin, 0);
  await overrideSlow(admin);
  for (let quarter = 1; quarter <= QUARTERS; quarter++) {
    moveTo(quarter);
    write(containers, quarter);
    if (quarter === QUARTERS) writeLast(containers);
    await areRead(
      admin,
      containers.reduce((sum, { lines }) => sum + lines.records.length, 0),
    );
  }
  return server;
}

async function makeTrigger(admin: ApiClient): Promise<void> {
  const receiver = await startFaultyReceiver({
    script: [{ status: 200 }, { status: 503 }, { status: 404 }, { status: 200 }],
  });
  await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config: { url: receiver.url } });
}

async function makeRules(admin: ApiClient): Promise<void> {
  for (const rule of [
    { name: 'disk', pattern: 'disk (?P<what>\\w+)', severity: 'error' },
    { name: 'panic', pattern: 'panic:', severity: 'critical' },
    SLOW,
  ])
    await admin.post('/api/log-scan-rules', { cooldown_seconds: 0, ...rule });
}

/** One of which a workload has its own opinion, and one of which another wants to hear nothing. */
async function overrideSlow(admin: ApiClient): Promise<void> {
  const [rules, workloads] = [await admin.get('/api/log-scan-rules'), await admin.get('/api/workloads')];
  const idOf = ({ body }: typeof rules, wanted: string) =>
    ((body?.items ?? []) as readonly { id: string; name: string }[]).find(({ name }) => name === wanted)?.id;
  const inPlaceIn = (workload: string) => ({
    ...SLOW,
    ...{ overrides_rule_id: idOf(rules, SLOW.name), workload_id: idOf(workloads, workload) },
  });
  const longer = { pattern: 'took \\d{5,} ms', severity: 'error', cooldown_seconds: 3_600 };
  await admin.post('/api/log-scan-rules', {
    ...inPlaceIn('media/jellyfin'),
    name: 'slow (in media/jellyfin)',
    ...longer,
  });
  await admin.post('/api/log-scan-rules', {
    ...inPlaceIn('home/mqtt'),
    name: 'slow (not in home/mqtt)',
    enabled: false,
  });
}

/** All containers are followed, and so many lines were judged. */
async function areRead(admin: ApiClient, lines: number): Promise<void> {
  const seen = async () => {
    const { body } = await admin.get('/api/containers');
    const containers = (body?.items ?? []) as readonly { readonly state: string; readonly lines: number }[];
    const following = containers.filter(({ state }) => state === 'following').length;
    return [following, containers.reduce((sum, container) => sum + container.lines, 0)];
  };
  await expect.poll(seen, { timeout: 30_000 }).toEqual([Object.keys(SERVICES).length, lines]);
}

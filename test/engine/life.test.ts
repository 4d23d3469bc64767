// What happens to containers of a real engine becomes an event once, while the whole server is killed with SIGKILL again and again.
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type ChildProcess, startProcess } from '../support/child-process.ts';
import { type ContainerSpec, containerEnd } from '../support/real-engine/containers.ts';
import type { EngineApi } from '../support/real-engine/engine-api.ts';
import { dockerForSuite, ownDockerForSuite, podmanForSuite } from '../support/real-engine/engine-for-suite.ts';
import { hasNotEnded } from '../support/real-engine/host/processes.ts';
import { DOCKER, PODMAN } from '../support/real-engine/host/requirements.ts';
import { startSocketProxy } from '../support/real-engine/socket-proxy.ts';
import { createForTest, runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

const LONG = ['say', 's:600000'];
const exits = (code: number): readonly string[] => ['say', 's:100', `x:${code}`];
/** A shell that holds twice as much with each turn. */
const HUNGRY: Pick<ContainerSpec, 'command' | 'memoryBytes'> = {
  command: ['sh', '-c', 'x=a; while :; do x=$x$x; done'],
  memoryBytes: 8 * 1024 * 1024,
};

/** A server that can be killed; resolves when it has listed the engine's containers. */
async function serve(dataDir: string, socket: string): Promise<ChildProcess> {
  const server = await startProcess('src/main.ts', ['serve'], {
    ...{ TOCSIN_DATA_DIR: dataDir, TOCSIN_DOCKER_HOST: `lab=unix://${socket}`, TOCSIN_PORT: '0' },
    ...{ TOCSIN_LOG_FORMAT: 'json', TOCSIN_DOCKER_POLL_SECONDS: '1' },
    // The one before was killed with the leases in its hands.
    ...{ TOCSIN_LOCK_TTL_SECONDS: '2', TOCSIN_LOCK_HEARTBEAT_SECONDS: '1' },
  });
  await server.line((line) => line.includes('"engine_watched"'));
  return server;
}

interface Row {
  readonly source: string;
  readonly message: string;
}

/** The messages of the events that are stored, by the alphabet; one that is there twice is named twice. */
function stored(dataDir: string): readonly string[] {
  const db = new DatabaseSync(path.join(dataDir, 'tocsin.db'), { readOnly: true });
  try {
    const rows = db.prepare("select source, message from event_log where source = 'docker'").all();
    // The columns are those of the statement.
    return (rows as unknown as readonly Row[]).map(({ message }) => message).toSorted();
  } finally {
    db.close();
  }
}

async function untilStored(dataDir: string, expected: readonly string[]): Promise<void> {
  const wanted = expected.toSorted();
  await waitUntil(() => wanted.every((message) => stored(dataDir).includes(message)), {
    what: () => `${wanted.join('; ')} is stored; it is: ${stored(dataDir).join('; ')}`,
    limitMs: WAIT_MS,
  });
  expect(stored(dataDir)).toEqual(wanted);
}

const makeSick = (api: EngineApi, id: string): Promise<void> => inContainer(api, id, 'busybox touch /tmp/sick');
const makeWell = (api: EngineApi, id: string): Promise<void> => inContainer(api, id, 'busybox rm /tmp/sick');

async function inContainer(api: EngineApi, id: string, line: string): Promise<void> {
  const { Id } = await api.expect('POST', `/containers/${id}/exec`, { Cmd: ['/bin/sh', '-c', `/bin/${line}`] });
  await api.expect('POST', `/exec/${Id}/start`, { Detach: true });
}

describeWith(DOCKER, 'what happens to containers while their engine is killed', () => {
  const docker = ownDockerForSuite({ liveRestore: true });

  test('is an event once when it is back', { timeout: LIMIT_MS }, async () => {
    const { api, socket } = docker();
    const dataDir = temporaryDirectory();
    const server = await serve(dataDir, socket);
    onTestFinished(() => server.kill('SIGKILL'));
    await runForTest(api, { command: exits(3), name: 'three' });
    const later = await runForTest(api, { command: ['say', 's:3000', 'x:7'], name: 'later' });
    const long = await runForTest(api, { command: LONG, name: 'long' });
    await untilStored(dataDir, ['three died with exit code 3']);
    const { State: running } = await api.expect('GET', `/containers/${later}/json`);
    await docker().kill('SIGKILL');
    await waitUntil(() => !hasNotEnded(running.Pid), { what: 'its program ends while the engine is away' });
    await docker().start();
    await containerEnd(api, later);
    await api.expect('POST', `/containers/${long}/stop?t=5`);
    await untilStored(dataDir, ['three died with exit code 3', 'later died with exit code 7']);
  });
});

describeWith(PODMAN, 'what happens to containers of Podman', () => {
  const podman = podmanForSuite();

  test('is an event once, through a kill of the server', { timeout: LIMIT_MS }, async () => {
    const { api, socket, cgroupParent } = podman();
    const dataDir = temporaryDirectory();
    let server = await serve(dataDir, socket);
    await runForTest(api, { command: exits(3), name: 'three', cgroupParent });
    await runForTest(api, { command: exits(0), name: 'whole', cgroupParent });
    await untilStored(dataDir, ['three died with exit code 3']);
    await server.kill('SIGKILL');
    const away = await runForTest(api, { command: exits(5), name: 'away', cgroupParent });
    await containerEnd(api, away);
    server = await serve(dataDir, socket);
    onTestFinished(() => server.kill('SIGKILL'));
    await untilStored(dataDir, ['three died with exit code 3', 'away died with exit code 5']);
  });
});

describeWith(DOCKER, 'what happens to containers of a Docker engine', () => {
  const docker = dockerForSuite();

  test('is an event once, through kills of the server and while it is away', { timeout: LIMIT_MS }, async () => {
    const { api, socket } = docker();
    const dataDir = temporaryDirectory();
    let server = await serve(dataDir, socket);
    const healthCheck = '/bin/busybox test ! -f /tmp/sick';
    const sick = await runForTest(api, { command: LONG, name: 'sick', healthCheck });
    const stopped = await runForTest(api, { command: LONG, name: 'stopped' });
    const left = await runForTest(api, { command: LONG, name: 'left', labels: { 'tocsin.enable': 'false' } });
    const kill = async (): Promise<void> => {
      await sleep(Math.random() * 500);
      await server.kill('SIGKILL');
    };
    await runForTest(api, { command: exits(3), name: 'three' });
    await runForTest(api, { ...HUNGRY, name: 'hungry' });
    await api.expect('POST', `/containers/${stopped}/stop?t=5`);
    await api.expect('POST', `/containers/${left}/kill`);
    await makeSick(api, sick);
    await kill();
    await runForTest(api, { command: exits(5), name: 'away' });
    await runForTest(api, { command: exits(6), name: 'gone', autoRemove: true });
    server = await serve(dataDir, socket);
    await runForTest(api, { command: exits(1), name: 'loop', restart: 'always' });
    for (let round = 0; round < size(2, 20); round++) {
      await kill();
      server = await serve(dataDir, socket);
    }
    await waitUntil(() => stored(dataDir).includes('sick is unhealthy'), { what: 'it is sick', limitMs: WAIT_MS });
    await makeWell(api, sick);
    await untilStored(dataDir, [
      ...['three died with exit code 3', 'hungry ran out of memory', 'away died with exit code 5'],
      ...['gone died with exit code 6', 'sick is unhealthy', 'sick is healthy again'],
      ...['loop died with exit code 1', 'loop is in a restart loop: 5 restarts within 300 s'],
    ]);
    await server.kill('SIGTERM');
  });

  test('is found by listing behind a proxy that refuses events', { timeout: LIMIT_MS }, async () => {
    const { api } = docker();
    const proxy = await startSocketProxy({
      target: docker().socket,
      socket: path.join(temporaryDirectory(), 'proxy.sock'),
      refuses: (asked) => asked.includes('/events'),
    });
    const dataDir = temporaryDirectory();
    const server = await serve(dataDir, proxy.socket);
    onTestFinished(() => server.kill('SIGKILL'));
    const hungry = await createForTest(api, { ...HUNGRY, name: 'starving' });
    await api.expect('POST', `/containers/${hungry}/start`);
    const killed = await runForTest(api, { command: LONG, name: 'killed' });
    await api.expect('POST', `/containers/${killed}/kill`);
    await containerEnd(api, killed);
    await untilStored(dataDir, [
      'starving ran out of memory and died with exit code 137',
      'killed died with exit code 137 (whether somebody asked it to stop is not known)',
    ]);
  });
});

// Containers of real engines are found: by events, through proxies, and when the engine itself goes and comes back.
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { stampText } from '../../src/core/lines/stamp.ts';
import { HttpEngineClient } from '../../src/sources/docker/engine/http-engine-client.ts';
import type { SourceHistory } from '../../src/sources/source.ts';
import { removeContainer, runContainer, startContainer } from '../support/real-engine/containers.ts';
import { dockerForSuite, ownDockerForSuite, podmanForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER, PODMAN } from '../support/real-engine/host/requirements.ts';
import { startSocketProxy } from '../support/real-engine/socket-proxy.ts';
import { createForTest, runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { ToldSource, type ToldSourceOptions } from '../support/told-source.ts';
import { waitUntil } from '../support/wait-until.ts';

const SHORT = ['say', 's:200'];
const LONG = ['say', 's:600000'];
const LIFE = ['found, from its beginning', 'started', 'ended', 'removed', 'gone: removed'];

type Options = Pick<ToldSourceOptions, 'exclude'> & { readonly history?: SourceHistory };

/** Resolves when the containers that there are were listed. */
async function watch(socket: string, { history, ...options }: Options = {}): Promise<Watched> {
  const tls = { certPath: undefined, verify: undefined };
  const client = new HttpEngineClient({ name: 'real', url: `unix://${socket}`, tls, clock: systemClock });
  const random = Math.random;
  const source = new ToldSource({ client, clock: systemClock, random, pollSeconds: 1, written: stampText, ...options });
  onTestFinished(() => source.stop());
  source.run(history);
  const watched = new Watched(source);
  await watched.until(() => source.source.status().outOfReachMs === undefined, 'its containers are listed');
  return watched;
}

class Watched {
  readonly source: ToldSource;
  readonly #all: string[] = [];

  constructor(source: ToldSource) {
    this.source = source;
  }

  /** What was told of those whose name begins so. */
  of(name: string): readonly string[] {
    this.#all.push(...this.source.told());
    return this.#all.filter((line) => line.startsWith(name));
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    await waitUntil(condition, { what: () => `${what}; told was ${JSON.stringify(this.of(''))}`, everyMs: 5 });
  }

  async tells(line: string, count = 1): Promise<void> {
    await this.until(() => this.of('').filter((one) => one.endsWith(line)).length >= count, `"${line}" is told`);
  }
}

/** Starts so many at once, again and again. */
async function inBursts(
  names: readonly string[],
  size: number,
  run: (name: string) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < names.length; at += size) await Promise.all(names.slice(at, at + size).map(run));
}

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `job-${at}.`);

describeWith(DOCKER, 'containers of a Docker engine', () => {
  const docker = dockerForSuite();

  test('that live for 200 ms and are removed at once are each told of from their start to their end', async () => {
    const watched = await watch(docker().socket);
    const names = numbered(30);
    await inBursts(names, 10, (name) => runContainer(docker().api, { command: SHORT, name, autoRemove: true }));
    await watched.tells('gone: removed', 30);
    for (const name of names) expect(watched.of(name)).toEqual(LIFE.map((what) => `${name} ${what}`));
  });

  test('are known with their labels, left alone when they opt out, and followed through a rename', async () => {
    const { api, socket } = docker();
    const watched = await watch(socket);
    await runForTest(api, { command: LONG, name: 'quiet', labels: { 'tocsin.enable': 'false' } });
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web', note: '"timeNano":1' };
    const id = await runForTest(api, { command: LONG, name: 'web', labels });
    await watched.tells('web started');
    await api.expect('POST', `/containers/${id}/rename?name=api`);
    await watched.tells('api told again');
    expect(watched.source.known.get(`docker/${id}`)?.origin).toMatchObject({
      containerName: 'api',
      image: 'tocsin-lab',
      labels,
      workload: { kind: 'compose', name: 'shop/web' },
    });
    expect(watched.of('quiet')).toEqual([]);
    expect(watched.source.source.status()).toMatchObject({ state: 'live', excluded: 1, traits: { kind: 'docker' } });
  });

  test('are told of again when they restart, and begun now when they ran before', async () => {
    const { api, socket } = docker();
    const id = await runForTest(api, { command: LONG, name: 'old' });
    const watched = await watch(socket);
    expect(watched.of('old')[0]).toMatch(/^old found, from \d+\.\d{9}$/);
    await api.expect('POST', `/containers/${id}/restart?t=0`);
    await watched.until(() => watched.of('old').length >= 4, 'the restart is told');
    expect(watched.of('old').slice(1)).toEqual(['old started', 'old ended', 'old started']);
  });

  test('are found by listing behind a proxy that refuses events, and the status says so', async () => {
    const { api } = docker();
    const proxy = await startSocketProxy({
      target: docker().socket,
      socket: path.join(temporaryDirectory(), 'proxy.sock'),
      refuses: (asked) => !asked.startsWith('/containers/'),
    });
    const watched = await watch(proxy.socket);
    const { state, notes } = watched.source.source.status();
    expect(state).toBe('polling');
    expect(notes[0]).toMatch(/^Containers are found by listing every 1 s\. .*EVENTS=1/);
    const names = numbered(10);
    await inBursts(names, 10, (name) => runForTest(api, { command: SHORT, name }));
    // A list may show one of them while it still runs; the next one tells its end.
    const last = (name: string) => watched.of(name).at(-1);
    await watched.until(() => names.every((name) => last(name) === `${name} ended`), 'the end of each is told');
    for (const name of names) expect(watched.of(name)[0]).toBe(`${name} found, from its beginning`);
  });

  test('are all told of while a proxy cuts every stream', async () => {
    const { api } = docker();
    const proxy = await startSocketProxy({
      target: docker().socket,
      socket: path.join(temporaryDirectory(), 'proxy.sock'),
      cutAfterMs: 300,
    });
    const watched = await watch(proxy.socket);
    const names = numbered(20);
    await inBursts(names, 4, (name) => runContainer(api, { command: SHORT, name, autoRemove: true }));
    // Others may go as well: what an earlier test left.
    const isGone = (name: string): boolean => watched.of(name).at(-1) === `${name} gone: removed`;
    await watched.until(() => names.every(isGone), 'each is gone');
    for (const name of names)
      expect(watched.of(name)).toEqual(expect.arrayContaining(LIFE.map((what) => `${name} ${what}`)));
    expect(proxy.cuts()).toBeGreaterThan(1);
    expect(watched.source.occurred.names()).toEqual(['begun', 'watched']);
  });
});

describeWith(DOCKER, 'containers of a Docker engine that is killed', () => {
  const docker = ownDockerForSuite({ liveRestore: true });

  test('are found again when it comes back, and what came while nobody watched from its beginning', async () => {
    const { api } = docker();
    await runForTest(api, { command: LONG, name: 'stays' });
    const [goes, waits] = [
      await createForTest(api, { command: LONG, name: 'goes' }),
      await createForTest(api, { command: LONG, name: 'waits' }),
    ];
    await startContainer(api, goes);
    const first = await watch(docker().socket);
    await docker().kill('SIGKILL');
    await first.tells('stays lost its engine');
    await docker().start();
    await first.tells('stays has its engine back');
    await first.source.stop();
    await removeContainer(api, goes);
    await startContainer(api, waits);
    await runForTest(api, { command: SHORT, name: 'new' });
    const second = await watch(docker().socket, { history: first.source.history() });
    await second.tells('new started');
    expect(second.of('goes')).toEqual(['goes lost while away']);
    expect(second.of('waits')).toEqual(['waits found, from its beginning', 'waits started']);
    expect(second.of('new')[0]).toBe('new found, from its beginning');
    expect(second.of('stays')).toEqual(first.of('stays').slice(0, 2));
  });
});

describeWith(PODMAN, 'containers of Podman', () => {
  const podman = podmanForSuite();

  test('are told of from their start to their end', async () => {
    const { api, socket, cgroupParent } = podman();
    const run = (name: string, autoRemove: boolean) =>
      runContainer(api, { command: SHORT, name, autoRemove, cgroupParent, labels: { team: 'ops' } });
    const watched = await watch(socket);
    const id = await run('kept', false);
    onTestFinished(() => removeContainer(api, id));
    await watched.tells('kept ended');
    expect(watched.source.known.get(`docker/${id}`)?.origin).toMatchObject({
      image: expect.stringContaining('tocsin-lab'),
      labels: { team: 'ops' },
    });
    await removeContainer(api, id);
    await watched.tells('kept gone: removed');
    expect(watched.of('kept')).toEqual(LIFE.map((what) => `kept ${what}`));
    expect(watched.source.source.status()).toMatchObject({ traits: { kind: 'podman' } });
  });
});

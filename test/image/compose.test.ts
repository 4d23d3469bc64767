// The compose files as they stand in the checkout, brought up by docker-compose beside an engine with networks of its own.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ApiClient } from '../support/api-client.ts';
import { BASE, BUILDER, CHECKOUT, IMAGE, IMAGE_TOOLS, PROXY, SOCKET_GROUP } from '../support/image/image-engine.ts';
import { imageLabForSuite, removeAllAfterSuite } from '../support/image/image-lab.ts';
import { openDoor } from '../support/image/network-door.ts';
import { becomesAnEvent, firstAdmin, healthyAfter, inspected, setupLink } from '../support/image/running-image.ts';
import { HOST_ADDRESS } from '../support/real-engine/host/dockerd.ts';
import { LAB_IMAGE } from '../support/real-engine/image/lab-image.ts';
import { describeWith } from '../support/requirement.ts';

interface ComposeFile {
  readonly services: Readonly<
    Record<string, { readonly volumes?: readonly string[] } & Readonly<Record<string, unknown>>>
  >;
}

const read = (file: string): ComposeFile => parse(readFileSync(path.join(CHECKOUT, file), 'utf8'));

describeWith(IMAGE_TOOLS, 'the compose files', () => {
  const lab = imageLabForSuite();
  removeAllAfterSuite(lab);

  const settings = (port: number): Readonly<Record<string, string>> => ({
    TOCSIN_BASE: BASE,
    TOCSIN_BUILDER: BUILDER,
    TOCSIN_IMAGE: IMAGE,
    SOCKET_PROXY_IMAGE: PROXY,
    DOCKER_GID: String(SOCKET_GROUP),
    DOCKER_SOCKET: lab().engine.socket,
    TOCSIN_LISTEN: String(port),
    TOCSIN_PUBLIC_URL: `http://nas.lan:${port}`,
  });

  // Side by side, because most of it is waiting for the engine to ask for their health.
  test('both bring up a server: reachable from elsewhere, watching what runs beside it, gone within its time', {
    timeout: 180_000,
  }, async () => {
    await Promise.all([bringsUpAServer('compose.yaml', 9_001), bringsUpAServer('compose.proxy.yaml', 9_002)]);
  });

  test.for(['compose.yaml', 'compose.proxy.yaml'])(
    '%s: says what to do when the group of the socket is not set',
    async (file) => {
      const { DOCKER_GID: _, ...rest } = settings(9_003);
      await expect(lab().compose(['-f', file, 'config', '--quiet'], rest)).rejects.toThrow(/stat -c %g/);
    },
  );

  test.for(['compose.yaml', 'compose.proxy.yaml'])(
    '%s: builds the image on the base and the builder that are set',
    async (file) => {
      const told = parse(await lab().compose(['-f', file, 'config'], settings(9_004)));
      expect(told.services.tocsin.build).toMatchObject({ context: CHECKOUT, args: { BASE, BUILDER } });
    },
  );

  test('the engine’s socket is mounted read-only, and behind a proxy not at all', () => {
    const [plain, proxied] = [read('compose.yaml').services, read('compose.proxy.yaml').services];
    expect(Object.keys(plain)).toEqual(['tocsin']);
    expect(socketsOf(plain.tocsin)).toEqual([
      expect.stringMatching(/^\$\{DOCKER_SOCKET:.+\}:\/var\/run\/docker.sock:ro$/),
    ]);
    expect(socketsOf(proxied.tocsin)).toEqual([]);
    expect(socketsOf(proxied['socket-proxy'])).toEqual(socketsOf(plain.tocsin));
  });

  test('Tocsin itself is set up in both alike', () => {
    const [plain, proxied] = ['compose.yaml', 'compose.proxy.yaml'].map((file) => read(file).services.tocsin);
    const alike = (service: object | undefined): object => {
      const differs = ['group_add', 'volumes', 'environment', 'networks', 'depends_on'];
      return Object.fromEntries(Object.entries(service ?? {}).filter(([name]) => !differs.includes(name)));
    };
    expect(alike(proxied)).toEqual(alike(plain));
  });

  async function bringsUpAServer(file: string, port: number): Promise<void> {
    const project = `tocsin-${port}`;
    const compose = (...args: readonly string[]) => lab().compose(['-p', project, '-f', file, ...args], settings(port));
    await compose('up', '--no-build', '--detach');
    const container = await compose('ps', '--quiet', 'tocsin');
    await healthyAfter(lab(), container);
    expect(await setupLink(lab(), container)).toContain(`http://nas.lan:${port}/setup#token=`);
    const url = await openDoor({ pid: lab().engine.pid(), host: HOST_ADDRESS, port });
    expect((await fetch(url)).status).toBe(200);
    const admin = await firstAdmin(lab(), { container, url });
    await admin.post('/api/log-scan-rules', { name: 'fires', pattern: 'fire in \\w+' });
    await lab().docker('run', '--network', 'none', LAB_IMAGE, '/bin/sh', '-c', `echo fire in house-${port}`);
    await becomesAnEvent(admin, `fire in house-${port}`);
    expect(await engineOf(admin)).toMatchObject({ state: 'live', notes: [] });
    if (file === 'compose.proxy.yaml') await readsAndNothingElse(container);
    const { HostConfig, Config } = await inspected(lab(), container);
    expect([HostConfig.ReadonlyRootfs, HostConfig.CapDrop, Config.User]).toEqual([true, ['ALL'], '1000:1000']);
    const asked = performance.now();
    await compose('down', '--volumes');
    expect(performance.now() - asked).toBeLessThan(20_000);
  }

  /** From where Tocsin stands: the engine answers what it reads, and the proxy refuses the rest. */
  async function readsAndNothingElse(container: string): Promise<void> {
    const ask = (method: string, place: string): Promise<string> =>
      lab().docker(
        'exec',
        container,
        'node',
        '-e',
        `fetch('http://socket-proxy:2375${place}',{method:'${method}'}).then(r=>{console.log(r.status);process.exit()})`,
      );
    expect(await ask('GET', '/v1.41/containers/json')).toBe('200');
    expect(await ask('GET', `/containers/${container}/json`)).toBe('200');
    const refused = [
      ['GET', '/images/json'],
      ['GET', `/containers/${container}/archive?path=/data`],
      ['GET', `/containers/${container}/export`],
      ['GET', `/v1.41/containers/${container}/top`],
      ['GET', '/secrets'],
      ['POST', '/containers/create'],
      ['POST', `/containers/${container}/stop`],
      ['POST', '/containers/json'],
      ['DELETE', `/containers/${container}`],
    ] as const;
    const answers = await Promise.all(refused.map(([method, place]) => ask(method, place)));
    expect(answers).toEqual(refused.map(() => '403'));
  }
});

const socketsOf = (service: { readonly volumes?: readonly string[] } | undefined): readonly string[] =>
  (service?.volumes ?? []).filter((volume) => volume.includes('docker.sock'));

async function engineOf(admin: ApiClient): Promise<unknown> {
  const { body } = await admin.get('/api/system');
  const engines = (body?.engines ?? []) as readonly unknown[];
  return engines[0];
}

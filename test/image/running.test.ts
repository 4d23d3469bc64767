// The image as it is run by hand: built here, on a base imported from a root file system, and started beside the containers that it watches.
import { beforeAll, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { IMAGE, IMAGE_TOOLS, SOCKET_GROUP } from '../support/image/image-engine.ts';
import { imageLabForSuite, removeAllAfterSuite } from '../support/image/image-lab.ts';
import { openDoor } from '../support/image/network-door.ts';
import {
  becomesAnEvent,
  firstAdmin,
  healthyAfter,
  inspected,
  START_PERIOD_MS,
  setupLink,
} from '../support/image/running-image.ts';
import { HOST_ADDRESS } from '../support/real-engine/host/dockerd.ts';
import { LAB_IMAGE } from '../support/real-engine/image/lab-image.ts';
import { describeWith } from '../support/requirement.ts';
import { waitUntil } from '../support/wait-until.ts';

const STOP_LIMIT_MS = 10_000;
const HARDENED = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];

describeWith(IMAGE_TOOLS, 'the image', () => {
  const lab = imageLabForSuite();
  removeAllAfterSuite(lab);
  const socket = (): readonly string[] => ['--volume', `${lab().engine.socket}:/var/run/docker.sock:ro`];
  const run = (...args: readonly string[]): Promise<string> => lab().docker('run', '--detach', ...args);

  /** The engine asks for its health after some seconds for the first time: others are looked at meanwhile. */
  let early: { readonly container: string; readonly healthy: Promise<number> } | undefined;
  beforeAll(async () => {
    const group = ['--group-add', String(SOCKET_GROUP)];
    const container = await run(
      '--name',
      'tocsin',
      ...HARDENED,
      ...socket(),
      ...group,
      '--publish',
      '8080:8080',
      IMAGE,
    );
    const healthy = healthyAfter(lab(), container);
    // Whether it never is, the test below tells.
    healthy.catch(() => {});
    early = { container, healthy };
  });

  test('keeps its account and its events in the volume when the container is replaced, and goes back to a backup', async () => {
    const start = () =>
      run(
        '--rm',
        '--name',
        'kept',
        ...HARDENED,
        '--volume',
        'kept:/data',
        '--publish',
        '8081:8080',
        '--env',
        'TOCSIN_DOCKER_HOST=none',
        IMAGE,
      );
    const gone = async (): Promise<void> => {
      await lab().docker('stop', 'kept');
      await waitUntil(async () => !(await lab().docker('ps', '--all')).includes('kept'), {
        what: 'the container is gone',
      });
    };
    const url = await openDoor({ pid: lab().engine.pid(), host: HOST_ADDRESS, port: 8081 });
    await answers(url, await start());
    const admin = await firstAdmin(lab(), { container: 'kept', url });
    await admin.post('/api/events', { severity: 'error', message: 'told before' });
    expect(await lab().docker('exec', 'kept', 'tocsin', 'backup', '/data/tocsin.backup')).toMatch(/tocsin\.backup/);
    await gone();
    await answers(url, await start());
    await admin.post('/api/events', { severity: 'error', message: 'told after' });
    expect((await admin.get('/api/events')).text).toMatch(/told after.*told before/);
    await gone();
    // As the guide says it.
    const restore = 'rm -f /data/tocsin.db-wal /data/tocsin.db-shm && cat /data/tocsin.backup > /data/tocsin.db';
    await lab().docker('run', '--rm', '--volume', 'kept:/data', '--entrypoint', 'sh', IMAGE, '-c', restore);
    await answers(url, await start());
    const restored = (await admin.get('/api/events')).text;
    expect(restored).toContain('told before');
    expect(restored).not.toContain('told after');
  });

  test('says which group it lacks when it may not use the socket, and is healthy all the same', async () => {
    const container = await run(...HARDENED, ...socket(), '--publish', '8084:8080', IMAGE);
    const url = await openDoor({ pid: lab().engine.pid(), host: HOST_ADDRESS, port: 8084 });
    await answers(url, container);
    const client = new ApiClient(url);
    const watching = async (): Promise<string> => (await client.get('/api/health/watching')).text;
    await waitUntil(async () => (await watching()).includes(`--group-add ${SOCKET_GROUP}`), {
      what: 'the group is named',
    });
    expect(await lab().docker('exec', container, 'tocsin', 'health')).toMatch(/^ok: /);
  });

  test('shows whoever opens it from elsewhere where the setup link stands, with the address in it that was told', async () => {
    const elsewhere = ['--env', 'TOCSIN_PUBLIC_URL=http://nas.lan:8080', '--env', 'TOCSIN_DOCKER_HOST=none'];
    const container = await run(...HARDENED, '--publish', '8082:8080', ...elsewhere, IMAGE);
    const url = await openDoor({ pid: lab().engine.pid(), host: HOST_ADDRESS, port: 8082 });
    await answers(url, container);
    expect(await lab().docker('logs', container)).toContain('"file":"/data/setup-link"');
    expect(await setupLink(lab(), container)).toMatch(/^http:\/\/nas\.lan:8080\/setup#token=/);
    const page = await new ApiClient(url).get('/setup');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const scripts = await scriptsOf(url, page.text);
    expect(scripts).toContain('docker exec');
  });

  test('scans what is piped into it', async () => {
    const rules = 'rules: [{name: r, pattern: "fire"}]';
    const line = `printf '%s' '${rules}' > /tmp/r.yaml; echo fire | tocsin scan --rules /tmp/r.yaml -`;
    const said = await lab().docker('run', '--rm', '--entrypoint', '/bin/sh', IMAGE, '-c', line);
    expect(said).toContain('fire');
  });

  test('is healthy within its start period, watches the containers beside it without being root and on a read-only root, and stops within ten seconds', async () => {
    const { container = '', healthy } = early ?? {};
    expect(await healthy).toBeLessThan(START_PERIOD_MS);
    const { Config, HostConfig } = await inspected(lab(), container);
    expect(HostConfig.ReadonlyRootfs).toBe(true);
    expect(Config.User).toBe('1000:1000');
    expect(await lab().docker('exec', container, 'id', '-u')).toBe('1000');

    const url = await openDoor({ pid: lab().engine.pid(), host: HOST_ADDRESS, port: 8080 });
    const admin = await firstAdmin(lab(), { container, url });
    await admin.post('/api/log-scan-rules', { name: 'fires', pattern: 'fire in \\w+', severity: 'critical' });
    await lab().docker(
      'run',
      '--name',
      'beside',
      '--network',
      'none',
      LAB_IMAGE,
      '/bin/sh',
      '-c',
      'echo fire in the-hall',
    );
    await becomesAnEvent(admin, 'fire in the-hall');
    const items = (await admin.get('/api/containers')).body?.items as readonly { readonly name: string }[];
    const names = items.map(({ name }) => name);
    expect([names.includes('beside'), names.includes('tocsin')]).toEqual([true, false]);

    const asked = performance.now();
    await lab().docker('stop', '--time', '20', container);
    expect(performance.now() - asked).toBeLessThan(STOP_LIMIT_MS);
    expect((await inspected(lab(), container)).State.ExitCode).toBe(0);
    expect(await lab().docker('logs', container)).toContain('"tocsin_stopped"');
  });

  async function answers(url: string, container: string): Promise<void> {
    const status = () =>
      fetch(`${url}/api/health`).then(
        (reply) => reply.status,
        () => 0,
      );
    const log = () => lab().docker('logs', container);
    await waitUntil(async () => (await status()) === 200, { what: `${container} answers`, limitMs: 30_000 }).catch(
      async (error) => {
        throw new Error(`${error.message}\n${await log()}`);
      },
    );
  }
});

/** All scripts of the UI, as a browser would come to have them. */
async function scriptsOf(url: string, page: string): Promise<string> {
  const seen = new Set([...page.matchAll(/assets\/[\w.-]+\.js/g)].map(([file]) => file));
  let text = '';
  for (const file of seen) {
    const script = await (await fetch(`${url}/${file}`)).text();
    text += script;
    for (const [, other = ''] of script.matchAll(/["'`](?:\.\/|assets\/)([\w.-]+\.js)["'`]/g))
      seen.add(`assets/${other}`);
  }
  return text;
}

import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FakeContainer } from '../support/fake-engine/fake-container.ts';
import { type FakeEngine, startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { LiveListener } from '../support/live-listener.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type WatchingServer, watchingServer } from '../support/watching-server.ts';

type Names = readonly string[];

const replica = (n: number) => ({
  name: `shop-web-${n}`,
  labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' },
});

async function given(names: Names) {
  const engine = await startFakeEngine();
  const containers = new Map(names.map((name) => [name, engine.addContainer({ name })]));
  const of = (name: string): FakeContainer => {
    const container = containers.get(name);
    if (container === undefined) throw new Error(`nobody is called ${name}`);
    return container;
  };
  return { engine, of, dockerHost: [{ name: 'nas', url: engine.url }] };
}

/** A server that knows as many containers as there are. */
async function watched(engine: FakeEngine, count: number, settings: Parameters<typeof watchingServer>[0] = {}) {
  const watching = await watchingServer({ dockerHost: [{ name: 'nas', url: engine.url }], ...settings });
  await expect.poll(async () => (await watching.containers('?limit=100')).length).toBe(count);
  return watching;
}

/** Somebody who is logged in opens one stream. */
function look({ server, admin }: WatchingServer, query: string, after?: string): Promise<LiveListener> {
  return LiveListener.open(`${server.url}/api/logs/stream?${query}`, {
    cookie: admin.cookie ?? '',
    ...(after === undefined ? {} : { 'last-event-id': after }),
  });
}

/** How often lines were asked for as they come; until a view has done so of all its containers no time should pass. */
const followers = ({ requests }: FakeEngine): number => requests.filter((path) => path.includes('follow=1')).length;

/** What is seen when what waits for others has been sent. */
const sent =
  <Seen>({ clock }: WatchingServer, see: () => Seen) =>
  async (): Promise<Seen> => {
    await clock.advance(200);
    return see();
  };

async function workloadOf({ items }: WatchingServer, name: string): Promise<string> {
  const workloads = await items<{ readonly id: string; readonly name: string }>('/api/workloads');
  return workloads.find((one) => one.name === name)?.id ?? '';
}

/** Megabytes take their time on a busy machine. */
const AT_LEISURE = { timeout: 50_000 };

describe('the live view of several containers', () => {
  test('shows the last lines of all in the order of time, and then each as it comes, on one connection', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `box-${n}`);
    const { engine, of } = await given(names);
    for (const round of [1, 2, 3]) for (const name of names) of(name).log('stdout', `${name} ${round}`);
    const watching = await watched(engine, names.length);
    const view = await look(watching, `containers=${names.map((name) => of(name).id).join(',')}&tail=2`);
    await expect.poll(() => followers(engine)).toBe(2 * names.length);
    const past = [2, 3].flatMap((round) => names.map((name) => `${name} ${round}`));
    await expect.poll(sent(watching, () => view.lines)).toEqual(past);
    for (const name of names.toReversed()) of(name).log('stderr', `${name} live`);
    const live = names.toReversed().map((name) => `${name} live`);
    await expect.poll(sent(watching, () => view.lines.slice(past.length))).toEqual(live);
    expect(view.shown.at(-1)).toEqual({
      ...{ container_id: of('box-0').id, container: 'box-0', stream: 'stderr', text: 'box-0 live' },
      ...{
        truncated: false,
        rules: [],
        id: expect.any(String),
        at: expect.stringMatching(/^2026-01-01T00:00:00\.\d{9}Z$/),
      },
    });
    await watching.clock.advance(15_000);
    await expect.poll(() => view.comments).toContain('still here');
  }, 60_000);

  test('goes on behind what was seen of each, over a restart of the server, and loses and doubles nothing', async () => {
    const { engine, of } = await given(['web', 'db', 'quiet']);
    const dataDir = temporaryDirectory();
    const first = await watchingServer({ dockerHost: [{ name: 'nas', url: engine.url }], dataDir }, undefined, false);
    await expect.poll(first.told).toHaveLength(3);
    const query = `containers=${['web', 'db', 'quiet'].map((name) => of(name).id).join(',')}&tail=5`;
    const view = await look(first, query);
    await expect.poll(sent(first, () => view.states)).toEqual(['following', 'following', 'following']);
    of('web').log('stdout', 'web 1');
    of('db').log('stdout', 'db 1');
    await expect.poll(sent(first, () => view.lines)).toEqual(['web 1', 'db 1']);
    await first.server.stop('a restart');
    await expect.poll(() => view.hasEnded).toBe(true);
    const meanwhile = Array.from({ length: 300 }, (_, n) => `${['web', 'db', 'quiet'][n % 3]} meanwhile ${n}`);
    for (const [n, text] of meanwhile.entries()) of(['web', 'db', 'quiet'][n % 3] ?? '').log('stdout', text);
    const second = await watched(engine, 3, { dataDir });
    const next = await look(second, query, view.lastId);
    await expect.poll(() => followers(engine)).toBe(4 * 3);
    await expect.poll(sent(second, () => next.lines)).toEqual(meanwhile);
    of('db').log('stdout', 'the last');
    await expect.poll(sent(second, () => next.lines.at(-1))).toBe('the last');
    const third = await look(second, `${query}&after=${next.lastId}`);
    of('web').log('stdout', 'one more');
    await expect.poll(sent(second, () => third.lines)).toEqual(['one more']);
  }, 60_000);

  test('tells when one ends or goes, and goes on with the others', async () => {
    const { engine, of } = await given(['web', 'db']);
    const watching = await watched(engine, 2);
    const view = await look(watching, `containers=${of('web').id},${of('db').id},cafe0123cafe`);
    await expect
      .poll(sent(watching, () => view.stood))
      .toEqual(expect.arrayContaining(['cafe0123cafe gone', 'web following', 'db following']));
    of('web').die();
    await expect.poll(async () => (await watching.later()) && view.stood.at(-1)).toBe('web ended');
    of('web').start();
    of('web').log('stdout', 'again');
    await expect.poll(async () => (await watching.later()) && view.lines).toEqual(['again']);
    of('web').destroy();
    await expect.poll(async () => (await watching.later()) && view.stood.at(-1)).toBe('web gone');
    of('db').log('stdout', 'still here');
    await expect.poll(sent(watching, () => view.lines.at(-1))).toBe('still here');
    of('db').destroy();
    await expect.poll(async () => (await watching.later()) && view.hasEnded).toBe(true);
    expect(view.events.at(-1)).toEqual({ event: 'closing', data: { reason: 'the logs are gone' } });
  }, 60_000);

  test('of a workload follows its containers as they come and go', async () => {
    const { engine } = await given(['other']);
    const old = engine.addContainer(replica(1));
    old.log('stdout', 'old');
    const watching = await watched(engine, 2);
    const view = await look(watching, `workloads=${await workloadOf(watching, 'shop/web')}&tail=1`);
    await expect.poll(sent(watching, () => view.lines)).toEqual(['old']);
    const fresh = engine.addContainer(replica(2));
    for (const n of [1, 2, 3]) fresh.log('stdout', `new ${n}`);
    old.destroy();
    await expect.poll(async () => (await watching.later()) && view.lines.slice(1)).toEqual(['new 1', 'new 2', 'new 3']);
    await expect.poll(async () => (await watching.later()) && view.stood).toContain('shop-web-1 gone');
    fresh.destroy();
    await expect.poll(async () => (await watching.later()) && view.stood).toContain('shop-web-2 gone');
    await watching.pass(6_000);
    expect(view.hasEnded).toBe(false);
    expect(view.stood.filter((one) => one.endsWith('gone'))).toHaveLength(2);
  }, 60_000);

  test('of a workload with more than fifty containers shows the newest fifty, and says how many it leaves out', async () => {
    const { engine } = await given([]);
    const containers = Array.from({ length: 53 }, (_, n) => engine.addContainer(replica(n)));
    const watching = await watched(engine, containers.length);
    const view = await look(watching, `workloads=${await workloadOf(watching, 'shop/web')}`);
    await expect.poll(sent(watching, () => view.states.length)).toBe(50);
    expect(view.events.filter(({ event }) => event === 'left_out').map(({ data }) => data.containers)).toEqual([3]);
  }, 60_000);

  test('tells of a container whose engine does not answer or that nobody can read, and shows the others', async () => {
    const { engine, of } = await given(['web']);
    const mute = engine.addContainer({ name: 'mute', driver: 'none' });
    const away = await startFakeEngine();
    const far = away.addContainer({ name: 'far' });
    const dockerHost = [
      { name: 'nas', url: engine.url },
      { name: 'away', url: away.url },
    ];
    const watching = await watched(engine, 3, { dockerHost });
    await away.stop('killed');
    await watching.pass(2_000);
    const view = await look(watching, `containers=${of('web').id},${mute.id},${far.id}`);
    await expect
      .poll(async () => (await watching.later()) && [...view.stood].sort())
      .toEqual(['far failed', 'mute failed', 'web following']);
    of('web').log('stdout', 'well');
    far.log('stdout', 'far and well');
    await away.start();
    await expect.poll(async () => (await watching.later()) && [...view.lines].sort()).toEqual(['far and well', 'well']);
  }, 60_000);

  test('is refused where nothing of it is known, and where too much is asked for', async () => {
    const { engine } = await given(['web']);
    const { admin } = await watched(engine, 1);
    const refused = (query: string) => admin.get(`/api/logs/stream?${query}`);
    for (const unknown of ['containers=nope', `workloads=${'a'.repeat(16)}`])
      expect(await refused(unknown), unknown).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    const many = Array.from({ length: 51 }, (_, n) => `id-${n}`).join(',');
    for (const wrong of ['', 'tail=3', 'containers=', 'workloads=x', `containers=${many}`, 'containers=a&tail=2001'])
      expect((await refused(wrong)).status, wrong).toBe(400);
    expect(JSON.stringify((await refused(`containers=${many}`)).body)).toContain('no more than 50 are followed');
  }, 30_000);

  test('whose browser does not read keeps the engine waiting, and shows everything later', async () => {
    const names = ['web', 'db', 'queue'];
    const { engine, of } = await given(names);
    const watching = await watched(engine, names.length);
    const { server, admin, clock } = watching;
    const slow = connect(Number(new URL(server.url).port), '127.0.0.1');
    onTestFinished(() => void slow.destroy());
    slow.pause();
    const path = `/api/logs/stream?containers=${names.map((name) => of(name).id).join(',')}`;
    slow.write(`GET ${path} HTTP/1.1\r\nhost: x\r\ncookie: ${admin.cookie}\r\n\r\n`);
    await expect.poll(() => followers(engine)).toBe(6);
    const text = 'x'.repeat(10_000);
    for (let n = 0; n < 400; n++) for (const name of names) of(name).log('stdout', `${n} ${text}`);
    await expect
      .poll(async () => (await watching.told()).join(), AT_LEISURE)
      .toBe('db following 400,queue following 400,web following 400');
    let received = '';
    slow.on('data', (bytes: Buffer) => {
      received += bytes.toString('latin1');
    });
    slow.resume();
    const lines = async (): Promise<number | undefined> => {
      await clock.advance(200);
      return received.match(/"truncated":false/g)?.length;
    };
    await expect.poll(lines, AT_LEISURE).toBe(1_200);
  }, 120_000);
});

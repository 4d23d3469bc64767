import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PODMAN_4 } from '../support/fake-engine/engine-profile.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { LiveListener } from '../support/live-listener.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type WatchingServer, watchingServer } from '../support/watching-server.ts';

const ESC = '\u001b';

type EngineOptions = Parameters<typeof startFakeEngine>[0];

async function given(options: EngineOptions & { readonly tty?: boolean } = {}) {
  const { tty, ...engineOptions } = options;
  const engine = await startFakeEngine(engineOptions);
  const web = engine.addContainer({ name: 'web', ...(tty === undefined ? {} : { tty }) });
  const dockerHost = [{ name: 'nas', url: engine.url }];
  return { engine, web, dockerHost };
}

/** Somebody who is logged in opens the view of a container. */
function look({ server, admin }: WatchingServer, id: string, { query = '', after = '' } = {}): Promise<LiveListener> {
  const resumed = after === '' ? {} : { 'last-event-id': after };
  return LiveListener.open(`${server.url}/api/containers/${id}/logs${query}`, {
    cookie: admin.cookie ?? '',
    ...resumed,
  });
}

/** Lines of Podman come by its log, and the last of them once it is surely whole. */
const AT_LEISURE = { timeout: 15_000 };

describe('the live view of a container', () => {
  test('shows the last lines and then each as it comes, with its colours, its stream and its moment', async () => {
    const { web, dockerHost } = await given();
    for (let n = 0; n < 5; n++) web.log('stdout', `old ${n}`);
    const watching = await watchingServer({ dockerHost });
    await expect.poll(watching.told).toHaveLength(1);
    const view = await look(watching, web.id, { query: '?tail=2' });
    await expect.poll(() => view.lines).toEqual(['old 3', 'old 4']);
    web.log('stderr', `${ESC}[31mred${ESC}[0m`);
    web.write('stdout', Buffer.from([0x61, 0xff, 0x0a]));
    await expect.poll(() => view.lines.slice(2)).toEqual([`${ESC}[31mred${ESC}[0m`, 'a\ufffd']);
    expect(view.events.find(({ data }) => data.stream === 'stderr')?.data).toEqual({
      ...{ stream: 'stderr', text: `${ESC}[31mred${ESC}[0m`, truncated: false, rules: [] },
      at: expect.stringMatching(/^2026-01-01T00:00:00\.\d{9}Z$/),
    });
    expect(view.states).toEqual(['following']);
    await watching.clock.advance(15_000);
    await expect.poll(() => view.comments).toEqual(['still here']);
  }, 30_000);

  test('goes on behind what was seen, over restarts of the container, of the engine and of the server', async () => {
    const { engine, web, dockerHost } = await given();
    const dataDir = temporaryDirectory();
    const first = await watchingServer({ dockerHost, dataDir }, new ManualClock(), false);
    await expect.poll(first.told).toHaveLength(1);
    const view = await look(first, web.id);
    web.log('stdout', 'one');
    await expect.poll(() => view.lines).toEqual(['one']);
    web.log('stdout', 'two');
    web.restart();
    web.log('stdout', 'three');
    await expect.poll(async () => (await first.later()) && view.lines).toEqual(['one', 'two', 'three']);
    await engine.stop('killed');
    web.log('stdout', 'four');
    await first.pass(5_000);
    expect(view.events.at(-1)).toMatchObject({ event: 'state', data: { state: 'failed', words: expect.any(String) } });
    await engine.start();
    await expect.poll(async () => (await first.later()) && view.lines.slice(3)).toEqual(['four']);
    await first.server.stop('a restart');
    await expect.poll(() => view.hasEnded).toBe(true);
    for (let n = 0; n < 300; n++) web.log(n % 2 ? 'stdout' : 'stderr', `meanwhile ${n}`);
    const second = await watchingServer({ dockerHost, dataDir });
    await expect.poll(second.told).toEqual(['web following 304']);
    const next = await look(second, web.id, { after: view.lastId ?? '' });
    web.log('stdout', 'the last');
    await expect.poll(() => next.lines.at(-1)).toBe('the last');
    expect(next.lines).toHaveLength(301);
    expect(next.lines[0]).toBe('meanwhile 0');
  }, 60_000);

  test('of Podman goes on behind equal lines of one second', async () => {
    const { engine, web, dockerHost } = await given({ profile: PODMAN_4 });
    const watching = await watchingServer({ dockerHost });
    await expect.poll(watching.told).toHaveLength(1);
    const inTime =
      <Seen>(see: () => Seen) =>
      async () => {
        await watching.clock.advance(300);
        return see();
      };
    const view = await look(watching, web.id);
    await expect.poll(() => view.states).toEqual(['following']);
    for (let n = 0; n < 3; n++) web.log('stdout', 'tick');
    web.log('stdout', 'long'.repeat(5_000));
    await expect
      .poll(
        inTime(() => view.lines.length),
        AT_LEISURE,
      )
      .toBe(4);
    view.leave();
    for (let n = 0; n < 3; n++) web.log('stdout', 'tick');
    engine.time.move(1_000);
    web.log('stdout', 'tick');
    const next = await look(watching, web.id, { after: view.lastId ?? '' });
    await expect
      .poll(
        inTime(() => next.lines),
        AT_LEISURE,
      )
      .toEqual(['tick', 'tick', 'tick', 'tick']);
    const other = await look(watching, web.id, { after: next.lastId ?? '' });
    web.log('stdout', 'tock');
    await expect
      .poll(
        inTime(() => other.lines),
        AT_LEISURE,
      )
      .toEqual(['tock']);
  }, 60_000);

  test('of a container with a terminal shows its lines', async () => {
    const { web, dockerHost } = await given({ tty: true });
    const watching = await watchingServer({ dockerHost });
    await expect.poll(watching.told).toHaveLength(1);
    web.log('stdout', 'one');
    const view = await look(watching, web.id);
    await expect.poll(() => view.lines).toEqual(['one']);
    view.leave();
    web.log('stdout', 'two');
    const next = await look(watching, web.id, { after: view.lastId ?? '' });
    await expect.poll(() => next.lines).toEqual(['two']);
  }, 30_000);

  test('shows of a very long line its beginning, and goes on', async () => {
    const { web, dockerHost } = await given();
    const watching = await watchingServer({ dockerHost });
    await expect.poll(watching.told).toHaveLength(1);
    const view = await look(watching, web.id);
    for (let n = 0; n < 8; n++) web.log('stdout', '\u0001'.repeat(1_500_000));
    web.log('stdout', 'short');
    await expect.poll(() => view.lines.at(-1), { timeout: 10_000 }).toBe('short');
    expect(view.events.find(({ event }) => event === 'line')?.data).toMatchObject({ truncated: true });
    expect(view.hasEnded).toBe(false);
  }, 30_000);

  test('with a query shows the lines that contain it', async () => {
    const { web, dockerHost } = await given();
    const watching = await watchingServer({ dockerHost });
    await expect.poll(watching.told).toHaveLength(1);
    const view = await look(watching, web.id, { query: '?query=error' });
    for (const text of ['fine', 'an Error', 'fine', 'ERROR']) web.log('stdout', text);
    await expect.poll(() => view.lines).toEqual(['an Error', 'ERROR']);
  }, 30_000);

  test('tells of the end of its container, waits for its next run, and ends when it is removed', async () => {
    const { web, dockerHost } = await given();
    const watching = await watchingServer({ dockerHost });
    await expect.poll(watching.told).toHaveLength(1);
    const view = await look(watching, web.id);
    await expect.poll(() => view.states).toEqual(['following']);
    web.die();
    await expect.poll(async () => (await watching.later()) && view.states).toEqual(['following', 'ended']);
    await watching.pass(20_000);
    expect(view.states).toEqual(['following', 'ended']);
    web.start();
    web.log('stdout', 'again');
    await expect.poll(async () => (await watching.later()) && view.lines).toEqual(['again']);
    web.destroy();
    await expect.poll(async () => (await watching.later()) && view.hasEnded).toBe(true);
    expect(view.events.at(-1)).toEqual({ event: 'closing', data: { reason: 'the log is gone' } });
    expect((await look(watching, web.id)).status).toBe(404);
  }, 30_000);

  test('whose browser does not read keeps the engine waiting, and nobody else', async () => {
    const { engine, web, dockerHost } = await given();
    const watching = await watchingServer({ dockerHost });
    await expect.poll(watching.told).toHaveLength(1);
    const { server, admin } = watching;
    const slow = connect(Number(new URL(server.url).port), '127.0.0.1');
    onTestFinished(() => void slow.destroy());
    slow.pause();
    slow.write(`GET /api/containers/${web.id}/logs HTTP/1.1\r\nhost: x\r\ncookie: ${admin.cookie}\r\n\r\n`);
    await expect.poll(() => engine.requests.filter((path) => path.includes('follow=1')).length).toBe(2);
    const quick = await look(watching, web.id);
    await expect.poll(() => quick.states).toEqual(['following']);
    const text = 'x'.repeat(10_000);
    for (let n = 0; n < 3_000; n++) web.log('stdout', `${n} ${text}`);
    await expect.poll(() => quick.lines.length, { timeout: 50_000 }).toBe(3_000);
    await expect.poll(watching.told).toEqual(['web following 3000']);
    let received = '';
    slow.on('data', (bytes: Buffer) => {
      received += bytes.toString('latin1');
    });
    slow.resume();
    await expect.poll(() => received.match(/^event: line$/gm)?.length, { timeout: 50_000 }).toBe(3_000);
  }, 120_000);

  test('is refused where it cannot be: no such container, nobody can read it, no engine', async () => {
    const { engine, web, dockerHost } = await given();
    const mute = engine.addContainer({ name: 'mute', driver: 'none' });
    const watching = await watchingServer({ dockerHost });
    await expect.poll(watching.told).toEqual(['mute unreadable 0', 'web following 0']);
    const refused = (path: string) => watching.admin.get(`/api/containers/${path}`);
    expect(await refused('nope/logs')).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    expect(await refused(`${mute.id}/logs`)).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringContaining('configured logging driver does not support reading') } },
    });
    for (const wrong of ['tail=-1', 'tail=9999', 'tail=x', 'query=', `query=${'x'.repeat(201)}`, 'follow=1'])
      expect((await refused(`${web.id}/logs?${wrong}`)).status, wrong).toBe(400);
    await engine.stop('killed');
    await watching.pass(2_000);
    expect(await refused(`${web.id}/logs`)).toMatchObject({
      status: 503,
      body: {
        error: { code: 'engine_unreachable', message: expect.stringContaining('The engine nas is out of reach.') },
      },
    });
  }, 30_000);

  test('is ended, and its request to the engine with it, when its browser goes', async () => {
    const { engine, web, dockerHost } = await given();
    const watching = await watchingServer({ dockerHost });
    await expect.poll(watching.told).toHaveLength(1);
    const before = engine.connections;
    const view = await look(watching, web.id);
    await expect.poll(() => view.states).toEqual(['following']);
    expect(engine.connections).toBe(before + 1);
    view.leave();
    await expect.poll(() => engine.connections).toBe(before);
  }, 30_000);
});

import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EngineView } from '../../src/http/resources/watching/engine-shapes.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { metricFaults, promtool } from '../support/promtool.ts';
import { describeWith } from '../support/requirement.ts';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type ShownContainer, type WatchingServer, watchingServer } from '../support/watching-server.ts';

async function given() {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web' });
  const dockerHost = [{ name: 'nas', url: engine.url }];
  return { engine, web, dockerHost };
}

describe('the containers of an engine', () => {
  test('are found, listed, counted, and still told of when they are gone', async () => {
    const { engine, web, dockerHost } = await given();
    web.log('stdout', 'from before anybody watched');
    engine.time.move(5_000);
    const { told, later, clock, admin, containers, items } = await watchingServer({ dockerHost });
    await expect.poll(told).toEqual(['web following 0']);
    engine.time.move(1_000);
    web.log('stdout', 'one');
    web.log('stderr', 'two');
    await clock.advance(1);
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'job' };
    const job = engine.addContainer({ name: 'shop-job-1', labels });
    job.log('stdout', 'the only line');
    job.die();
    await expect.poll(later).toEqual(['shop-job-1 idle 1', 'web following 2']);
    job.destroy();
    await expect.poll(later).toEqual(['shop-job-1 gone 1', 'web following 2']);
    expect(await containers('?state=gone')).toMatchObject([{ name: 'shop-job-1' }]);
    expect(await admin.get(`/api/containers/${web.id}`)).toMatchObject({
      status: 200,
      body: { host: 'nas', lines: 2 },
    });
    expect((await admin.get(`/api/containers/${job.id.slice(0, 12)}`)).body).toMatchObject({
      workload: { kind: 'compose', name: 'shop/job' },
    });
    clock.jump(3_600_001);
    await admin.login('admin', ADMIN_PASSWORD);
    expect(await told()).toEqual(['web following 2']);
    expect(await admin.get(`/api/containers/${job.id}`)).toMatchObject({ body: { state: 'gone', lines: 1 } });
    expect(await items('/api/workloads')).toMatchObject([
      { name: 'shop/job', containers: [], lines: 1 },
      { name: 'web', containers: [{ name: 'web', state: 'following' }], lines: 2 },
    ]);
  }, 60_000);

  test('are forgotten with all that was known of them a week after they went', async () => {
    const { engine, web, dockerHost } = await given();
    const { told, pass, admin, clock, items } = await watchingServer({ dockerHost });
    await expect.poll(told).toEqual(['web following 0']);
    web.destroy();
    await expect.poll(told).toEqual(['web gone 0']);
    await pass(1_000);
    engine.addContainer({ name: 'db' });
    await expect.poll(told).toContain('db following 0');
    const names = async () => (await items<ShownContainer>('/api/workloads')).map(({ name }) => name);
    clock.jump(6 * 24 * 3_600_000);
    await clock.advance(600_000);
    await admin.login('admin', ADMIN_PASSWORD);
    expect(await names()).toEqual(['db', 'web']);
    clock.jump(24 * 3_600_000);
    await clock.advance(601_000);
    await admin.login('admin', ADMIN_PASSWORD);
    await expect.poll(names).toEqual(['db']);
    expect((await admin.get(`/api/containers/${web.id}`)).status).toBe(404);
  }, 60_000);

  test('are gone on with after a restart: nothing is counted twice, and what was lost meanwhile is a gap', async () => {
    const { engine, web, dockerHost } = await given();
    const dataDir = temporaryDirectory();
    const first = await watchingServer({ dockerHost, dataDir }, new ManualClock(), false);
    await expect.poll(first.told).toEqual(['web following 0']);
    engine.time.move(1_000);
    for (let n = 0; n < 5; n++) web.log('stdout', `early ${n}`);
    await expect.poll(first.told).toEqual(['web following 5']);
    await first.server.stop('a restart');
    for (let n = 0; n < 3; n++) web.log('stdout', `meanwhile ${n}`);
    const second = await watchingServer({ dockerHost, dataDir }, new ManualClock(), false);
    await expect.poll(second.told).toEqual(['web following 8']);
    expect(await second.containers()).toMatchObject([{ gaps: [] }]);
    await second.server.stop('another restart');
    engine.time.move(60_000);
    for (let n = 0; n < 6; n++) web.log('stdout', `rotated away ${n}`);
    engine.time.move(60_000);
    web.log('stdout', 'the first that is left');
    web.lines.rotate({ drop: 14 });
    const third = await watchingServer({ dockerHost, dataDir });
    await expect.poll(third.told).toEqual(['web following 9']);
    expect(await third.containers()).toMatchObject([{ gaps: [{ reason: 'rotated' }] }]);
    expect(await third.containers('?gaps=true')).toHaveLength(1);
  }, 60_000);

  test('are told from before while their engine cannot be reached', async () => {
    const { engine, dockerHost } = await given();
    const dataDir = temporaryDirectory();
    const first = await watchingServer({ dockerHost, dataDir }, new ManualClock(), false);
    await expect.poll(first.told).toEqual(['web following 0']);
    await first.server.stop('a restart');
    await engine.stop('killed');
    const { told, containers } = await watchingServer({ dockerHost, dataDir });
    await expect.poll(told).toEqual(['web out_of_reach 0']);
    expect(await containers()).toMatchObject([{ note: expect.stringContaining('The engine nas is out of reach.') }]);
  }, 60_000);

  test('come newest first, page by page, each once, and hostile cursors are refused', async () => {
    const { engine, dockerHost } = await given();
    for (let n = 0; n < 6; n++) engine.addContainer({ name: `c${n}` });
    const { told, admin } = await watchingServer({ dockerHost });
    await expect.poll(told).toHaveLength(7);
    for (const path of ['/api/containers', '/api/workloads']) {
      const read: string[] = [];
      let cursor: unknown = '';
      while (typeof cursor === 'string') {
        const { body } = await admin.get(`${path}?limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
        read.push(...((body?.items ?? []) as ShownContainer[]).map(({ name }) => name));
        cursor = body?.next_cursor;
      }
      expect(read.toSorted()).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'web']);
      for (const wrong of ['x', 'a2V5', '%00', '..%2f', 'x'.repeat(201)])
        expect((await admin.get(`${path}?cursor=${wrong}`)).status, wrong).toBe(400);
    }
  }, 60_000);
});

describe('an engine', () => {
  test('that is lost is red after a minute, and green when it is back, with nothing lost', async () => {
    const { engine, web, dockerHost } = await given();
    const { told, later, pass, watching, admin, server } = await watchingServer({ dockerHost });
    await expect.poll(told).toEqual(['web following 0']);
    expect(await watching()).toMatchObject({ status: 200, body: { status: 'ok', reasons: [] } });
    await engine.stop('killed');
    await pass(1_000);
    expect(await told()).toEqual(['web out_of_reach 0']);
    await pass(55_000);
    expect(await watching()).toMatchObject({ status: 200, body: { status: 'degraded' } });
    await pass(10_000);
    expect(await watching()).toMatchObject({
      status: 503,
      body: { status: 'failing', reasons: [expect.stringContaining('The engine nas is out of reach.')] },
    });
    expect(await admin.get('/api/health')).toMatchObject({
      status: 200,
      body: { status: 'degraded', checks: { engines: { status: 'degraded' }, store: { status: 'ok' } } },
    });
    expect((await admin.get('/api/system')).body?.engines).toMatchObject([
      { name: 'nas', state: 'down', ever_connected: true, last_fault: { words: expect.any(String) } },
    ]);
    expect(await server.metrics.render()).toContain('tocsin_engine_up{engine="nas"} 0');
    engine.time.move(70_000);
    web.log('stdout', 'written while nobody could look');
    await engine.start();
    await expect.poll(later, { timeout: 20_000 }).toEqual(['web following 1']);
    expect(await watching()).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect((await admin.get('/api/system')).body?.engines).toMatchObject([
      {
        ...{ name: 'nas', configured: true, watched_by: 'this_instance', state: 'live', out_of_reach_seconds: null },
        ...{ kind: 'docker', version: '20.10.24', api_version: '1.41', ever_connected: true },
        ...{ containers_watched: 1, containers_excluded: 0, notes: [] },
      },
    ]);
  }, 60_000);

  test('that was asked for and was never there is red a minute after the start, also after the next', async () => {
    const dataDir = temporaryDirectory();
    const dockerHost = [{ name: 'nas', url: `unix://${dataDir}/none.sock` }];
    for (let start = 0; start < 2; start++) {
      const { pass, watching, server } = await watchingServer({ dockerHost, dataDir }, new ManualClock(), false);
      await pass(50_000);
      expect(await watching()).toMatchObject({ status: 200, body: { status: 'degraded' } });
      await pass(12_000);
      expect(await watching()).toMatchObject({ status: 503, body: { status: 'failing' } });
      await server.stop('the next start');
    }
  }, 60_000);

  test('that nobody asked for is no fault while it was never there; once it was, its absence is', async () => {
    const engine = await startFakeEngine();
    const dataDir = temporaryDirectory();
    const dockerHost = [{ name: undefined, url: engine.url, isDefault: true as const }];
    await engine.stop('in_order');
    const first = await watchingServer({ dockerHost, dataDir }, new ManualClock(), false);
    await first.pass(120_000);
    expect(await first.watching()).toMatchObject({
      status: 200,
      body: { status: 'degraded', reasons: [expect.stringContaining('no engine was found')] },
    });
    expect((await first.admin.get('/api/health')).body).toMatchObject({ status: 'ok' });
    await engine.start();
    engine.addContainer({ name: 'web' });
    await expect.poll(first.later).toEqual(['web following 0']);
    await first.server.stop('a restart');
    await engine.stop('in_order');
    const second = await watchingServer({ dockerHost, dataDir });
    await second.pass(63_000);
    expect(await second.watching()).toMatchObject({ status: 503 });
  }, 60_000);

  test('whose containers nobody can read, or that refuses its events, is watched, and says so', async () => {
    const engine = await startFakeEngine({ forbidden: ['events', 'info'] });
    engine.addContainer({ name: 'mute', driver: 'none' });
    engine.addContainer({ name: 'web' });
    const { later, watching, containers, admin } = await watchingServer({
      dockerHost: [{ name: 'nas', url: engine.url }],
    });
    await expect.poll(later).toEqual(['mute unreadable 0', 'web following 0']);
    expect(await containers('?state=unreadable')).toMatchObject([
      { note: 'configured logging driver does not support reading' },
    ]);
    expect(await watching()).toMatchObject({
      status: 200,
      body: { status: 'degraded', reasons: [expect.stringContaining('Nobody can read 1 container')] },
    });
    const [shown] = ((await admin.get('/api/system')).body?.engines ?? []) as EngineView[];
    expect(shown?.state).toBe('polling');
    expect(shown?.notes.join()).toMatch(/listing every 5 s.*\/info is forbidden/s);
  }, 60_000);

  test('whose lines somebody refuses is degraded until they are there again, and nothing is taken for removed or lost', async () => {
    const { engine, web, dockerHost } = await given();
    const { told, later, pass, watching, containers } = await watchingServer({ dockerHost });
    await expect.poll(told).toEqual(['web following 0']);
    engine.logsRefusedWith = 404;
    engine.cutStreams();
    engine.time.move(1_000);
    web.log('stdout', 'written meanwhile');
    await pass(30_000);
    expect(await told()).toEqual(['web degraded 0']);
    expect(await watching()).toMatchObject({
      status: 200,
      body: { status: 'degraded', reasons: [expect.stringContaining('no lines of 1 container')] },
    });
    engine.logsRefusedWith = undefined;
    await pass(5_000);
    await expect.poll(later).toEqual(['web following 1']);
    expect(await watching()).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await containers()).toMatchObject([{ gaps: [] }]);
  }, 60_000);

  test('that is called otherwise after a restart goes on where it was, and what was removed meanwhile is a gap', async () => {
    const { engine, web } = await given();
    const job = engine.addContainer({ name: 'job' });
    const dataDir = temporaryDirectory();
    const under = (name: string | undefined) => [{ name, url: engine.url }];
    const first = await watchingServer({ dockerHost: under(undefined), dataDir }, new ManualClock(), false);
    await expect.poll(first.told).toEqual(['job following 0', 'web following 0']);
    engine.time.move(1_000);
    for (const one of [web, job]) one.log('stdout', 'early');
    await expect.poll(first.told).toEqual(['job following 1', 'web following 1']);
    await first.server.stop('a restart');
    engine.time.move(120_000);
    web.log('stdout', 'meanwhile');
    job.destroy();
    const short = engine.addContainer({ name: 'short' });
    short.log('stdout', 'all that it says');
    short.die();
    const second = await watchingServer({ dockerHost: under('main'), dataDir });
    await expect.poll(second.later).toEqual(['job gone 1', 'short idle 1', 'web following 2']);
    const shown = await second.containers();
    expect(new Set(shown.map(({ host }) => host))).toEqual(new Set(['main']));
    expect(Object.fromEntries(shown.map(({ name, gaps }) => [name, gaps.map(({ reason }) => reason)]))).toEqual({
      ...{ web: [], short: [], job: ['removed_while_away'] },
    });
  }, 60_000);

  test('that has two names is watched under one, over a restart as well, and says so', async () => {
    const { engine, web, dockerHost } = await given();
    const dataDir = temporaryDirectory();
    const link = path.join(dataDir, 'same.sock');
    symlinkSync(engine.url.slice('unix://'.length), link);
    const both = { dockerHost: [...dockerHost, { name: 'again', url: `unix://${link}` }], dataDir };
    const hosts = async ({ containers }: WatchingServer) => (await containers()).map(({ host }) => host);
    let [lines, host]: [number, readonly string[]] = [0, []];
    for (let start = 0; start < 3; start++) {
      const watching = await watchingServer(both, new ManualClock(), false);
      await expect.poll(watching.told).toEqual([`web following ${lines}`]);
      engine.time.move(1_000);
      web.log('stdout', 'a line');
      lines += 1;
      await expect.poll(watching.told).toEqual([`web following ${lines}`]);
      if (start > 0) expect(await hosts(watching)).toEqual(host);
      host = await hosts(watching);
      await expect.poll(watching.watching).toMatchObject({
        status: 200,
        body: { status: 'degraded', reasons: [expect.stringContaining('take one of the two names out')] },
      });
      const told = watching.server.log.lines().filter(({ event }) => event === 'engine_named_twice');
      expect(told).toHaveLength(1);
      expect(await watching.server.metrics.render()).toContain('tocsin_tail_failures_total 0');
      await watching.server.stop('a restart');
    }
  }, 60_000);
});

describeWith(promtool, 'the metrics of what is watched', () => {
  test('please promtool, and say of an engine and its lines what there is to say', async () => {
    const { engine, web, dockerHost } = await given();
    const { told, server } = await watchingServer({ dockerHost });
    await expect.poll(told).toEqual(['web following 0']);
    engine.time.move(1_000);
    web.log('stdout', 'a line');
    await expect.poll(told).toEqual(['web following 1']);
    const page = await server.metrics.render();
    expect(metricFaults(page)).toBe('');
    for (const line of ['tocsin_engine_up{engine="nas"} 1', 'tocsin_tail_lines_total 1', 'tocsin_tail_active 1'])
      expect(page).toContain(`\n${line}\n`);
    await server.stop('the test has seen enough');
    expect(await server.metrics.render()).not.toContain('engine="nas"');
  }, 60_000);
});

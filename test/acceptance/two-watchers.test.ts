import { expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { startProcess } from '../support/child-process.ts';
import { type FakeEngine, startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { LiveListener } from '../support/live-listener.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { POSTGRES, postgresForSuite, runOnPostgres } from '../support/postgres-server.ts';
import { describeWith } from '../support/requirement.ts';
import { runServer } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { askingOf, wantEveryLine, watchingServer } from '../support/watching-server.ts';

describeWith(POSTGRES, 'two servers on one database', () => {
  const emptyDatabase = postgresForSuite();

  /** A server in a process of its own, which can be killed; resolves when it has the engine. */
  async function otherServer(engine: FakeEngine, databaseUrl: string) {
    const other = await startProcess('src/main.ts', ['serve'], {
      ...{ TOCSIN_DATABASE_URL: databaseUrl, TOCSIN_DOCKER_HOST: `nas=${engine.url}`, TOCSIN_PORT: '0' },
      ...{ TOCSIN_LOCK_TTL_SECONDS: '2', TOCSIN_LOCK_HEARTBEAT_SECONDS: '1', TOCSIN_LOG_FORMAT: 'json' },
      TOCSIN_DATA_DIR: temporaryDirectory(),
    });
    await other.line((line) => line.includes('"engine_watched"'));
    return other;
  }

  test('watch an engine one at a time; when one is killed the other goes on, and no line is lost or counted twice', {
    timeout: 60_000,
  }, async () => {
    const engine = await startFakeEngine();
    const web = engine.addContainer({ name: 'web' });
    const databaseUrl = await emptyDatabase();
    const other = await otherServer(engine, databaseUrl);
    const server = await runServer({
      ...{ databaseUrl: new Secret(databaseUrl), lockTtlSeconds: 2, lockHeartbeatSeconds: 1 },
      dockerHost: [{ name: 'nas', url: engine.url }],
    });
    onTestFinished(() => server.dispose());
    const { told, watching, containers, admin } = await askingOf(server);
    await wantEveryLine(admin);
    await waitUntil(async () => engine.openStreams === 2, { what: 'the other server to read the container' });
    // Its clock stands still, ours does not.
    engine.time.move(60_000);
    let written = 0;
    const write = (count: number): void => {
      for (let n = 0; n < count; n++) web.log(n % 2 ? 'stdout' : 'stderr', `line ${written++}`);
    };
    write(200);
    await expect.poll(told).toEqual(['web watched_elsewhere 200']);
    // One for its events, one for the lines of its container.
    expect(engine.openStreams).toBe(2);
    expect(await containers()).toMatchObject([{ note: expect.stringContaining('does not watch its engine') }]);
    expect(await watching()).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect((await admin.get('/api/system')).body?.engines).toMatchObject([
      { name: 'nas', watched_by: 'another_instance', state: 'not_watched' },
    ]);
    expect(await server.metrics.render()).not.toContain('engine="nas"');
    const view = await LiveListener.open(`${server.url}/api/containers/${web.id}/logs?tail=1`, {
      cookie: admin.cookie ?? '',
    });
    await expect.poll(() => view.lines).toEqual(['line 199']);
    view.leave();
    write(100);
    await other.kill('SIGKILL');
    write(100);
    const killed = performance.now();
    await expect.poll(told, { timeout: 20_000 }).toEqual(['web following 400']);
    // Two seconds of the lease, one until the next look, and the machine's own.
    expect(performance.now() - killed).toBeLessThan(10_000);
    write(10);
    await expect.poll(told).toEqual(['web following 410']);
    expect(engine.openStreams).toBe(2);
    const saved = async () => Number((await runOnPostgres(databaseUrl, 'select sum(lines) as n from origins'))[0]?.n);
    await expect.poll(saved).toBe(410);
    expect(await runOnPostgres(databaseUrl, 'select * from gaps')).toEqual([]);
    expect(await server.metrics.render()).toContain('tocsin_engine_up{engine="nas"} 1');
  });

  test('are both red when the one that has the engine cannot reach it, and both green when it can again', {
    timeout: 60_000,
  }, async () => {
    const engine = await startFakeEngine();
    engine.addContainer({ name: 'web' });
    const settings = {
      databaseUrl: new Secret(await emptyDatabase()),
      dockerHost: [{ name: 'nas', url: engine.url }],
    };
    const holder = await watchingServer(settings, new ManualClock());
    await expect.poll(holder.later).toEqual(['web following 0']);
    const standby = await watchingServer(settings, new ManualClock());
    await expect.poll(standby.told).toEqual(['web watched_elsewhere 0']);
    await engine.stop('killed');
    await holder.pass(10_000);
    await expect.poll(standby.watching).toMatchObject({ status: 200, body: { status: 'degraded' } });
    await holder.pass(60_000);
    await expect.poll(standby.watching).toMatchObject({
      status: 503,
      body: {
        status: 'failing',
        reasons: [
          expect.stringContaining('The instance that watches the engine nas says: The engine nas is out of reach.'),
        ],
      },
    });
    expect((await standby.admin.get('/api/health')).body).toMatchObject({
      status: 'degraded',
      checks: { engines: { status: 'degraded' } },
    });
    await engine.start();
    await expect.poll(holder.later, { timeout: 20_000 }).toEqual(['web following 0']);
    await holder.pass(6_000);
    await expect.poll(standby.watching).toMatchObject({ status: 200, body: { status: 'ok', reasons: [] } });
  });
});

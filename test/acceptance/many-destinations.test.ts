import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { Secret } from '../../src/config/secret.ts';
import { stampOfMilliseconds } from '../../src/core/lines/stamp.ts';
import { ApiClient } from '../support/api-client.ts';
import { describeDatabases } from '../support/databases.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { account, HANGING, lineFor, manyDestinations, tookOf, wantThem } from '../support/many-destinations.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const isLong = process.env.TOCSIN_TEST_LONG === '1';
const DESTINATIONS = 50;
const LINES = isLong ? 10_000 : 600;
const AT_ONCE = isLong ? 2 : 1;
const EVERY_MS = 10;
/** Whoever waited for a request that hangs would wait for fifteen seconds. */
const LONGEST_MS = 10_000;
/** Judged in a long run, on a machine that does nothing else beside it. */
const P99_MS = 1_000;

describeDatabases('fifty destinations of which one hangs and one fails', (create) => {
  test('delay none of the others, lose nothing, and leave nothing unaccounted', {
    timeout: isLong ? 600_000 : 120_000,
  }, async () => {
    const database = await create();
    const receiver = manyDestinations();
    await receiver.start();
    onTestFinished(() => receiver.stop());
    const engine = await startFakeEngine();
    const web = engine.addContainer({ name: 'web' });
    const server = await runServer({
      ...{ dataDir: database.dataDir, dockerHost: [{ name: 'nas', url: engine.url }], containerEventsPerMinute: 0 },
      ...(database.databaseUrl !== undefined && { databaseUrl: new Secret(database.databaseUrl) }),
      egressAllow: [parseNetwork(`127.0.0.1/32:${receiver.port}`) ?? []].flat(),
    });
    onTestFinished(() => server.dispose());
    const admin = new ApiClient(server.url);
    await admin.login('admin', ADMIN_PASSWORD);
    await wantThem(admin, receiver, { destinations: DESTINATIONS });
    await waitUntil(() => engine.openStreams === 2, { what: 'the container to be read' });
    const written: number[] = [];
    for (let n = 0; n < LINES; n++) {
      written.push(performance.now());
      web.log('stdout', lineFor(n, DESTINATIONS), stampOfMilliseconds(Date.now()));
      if (n % AT_ONCE === 0) await sleep(EVERY_MS);
    }
    const toOthers = (LINES / DESTINATIONS) * (DESTINATIONS - 2);
    const delivered = async () => (await account(database.run)).delivered;
    await waitUntil(async () => (await delivered()) === toOthers, { what: 'the others', limitMs: 60_000 });
    const { took, odd } = tookOf(receiver, written, { destinations: DESTINATIONS });
    expect(odd).toEqual([]);
    expect(Math.max(...took)).toBeLessThan(LONGEST_MS);
    const p99 = took.toSorted((one, other) => one - other)[Math.floor(took.length * 0.99)];
    if (isLong) expect(p99).toBeLessThan(P99_MS);
    const { events, pending, dead } = await account(database.run);
    // None of the two that are broken is given up so soon.
    expect([events, pending, dead]).toEqual([LINES, LINES - toOthers, 0]);
    const hanging = receiver.arrivals.filter(({ place }) => place === `/destination-${HANGING}`);
    expect(new Set(hanging.map(({ id }) => id)).size).toBeLessThanOrEqual(LINES / DESTINATIONS);
    // What was told of them is as much as was done.
    const metrics = await server.metrics.render();
    expect(metrics).toContain(
      `tocsin_deliveries_total{channel="webhook",outcome="delivered",reason="accepted"} ${toOthers}`,
    );
    expect(metrics).toContain(`tocsin_delivery_latency_seconds_count ${toOthers}`);
    expect(metrics).toContain(`tocsin_delivery_latency_seconds_bucket{le="+Inf"} ${toOthers}`);
  });
});

// What a server tells after a restart: what it made up for.
import { expect, test } from 'vitest';
import { millisecondsOf } from '../../src/core/lines/stamp.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { watchingServer } from '../support/watching-server.ts';

test('after a restart a server tells since when lines were not judged, how many it made up for, and which came late', async () => {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web' });
  const settings = { dataDir: temporaryDirectory(), dockerHost: [{ name: 'nas', url: engine.url }] };
  const first = await watchingServer(settings, undefined, false);
  await expect.poll(first.told).toEqual(['web following 0']);
  engine.time.move(60_000);
  web.log('stdout', 'seen');
  const newest = millisecondsOf(engine.time.now);
  await expect.poll(first.told, { timeout: 10_000 }).toEqual(['web following 1']);
  const report = async ({ admin }: typeof first) => (await admin.get('/api/system')).body;
  expect(await report(first)).toMatchObject({ caught_up: null, coverage: { containers_read: 1 } });
  await first.pass(2_000);
  await first.server.stop('a restart');

  engine.time.move(252_000);
  web.log('stdout', 'nothing of note');
  web.log('stdout', 'fatal: nobody was there');
  await first.clock.advance(600_000);
  const second = await watchingServer(settings, first.clock);
  await expect.poll(second.told, { timeout: 10_000 }).toEqual(['web following 3']);
  expect((await report(second))?.caught_up).toMatchObject({ lines: 2, containers_behind: 1 });
  await second.pass(2_000);
  const told = await report(second);
  expect(told?.caught_up).toMatchObject({ lines: 2, late_events: 1, gaps: 0, containers_behind: 0 });
  expect(told?.caught_up).toMatchObject({ from: new Date(newest).toISOString(), to: told?.started_at });
  engine.time.move(1_000);
  web.log('stdout', 'fatal: now somebody is');
  await expect.poll(second.told, { timeout: 10_000 }).toEqual(['web following 4']);
  expect((await report(second))?.caught_up).toEqual(told?.caught_up);
}, 60_000);

test('while an engine cannot be reached after a restart its containers are to go, and none when it is back and they are read', async () => {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web' });
  const settings = { dataDir: temporaryDirectory(), dockerHost: [{ name: 'nas', url: engine.url }] };
  const first = await watchingServer(settings, undefined, false);
  web.log('stdout', 'seen');
  await expect.poll(first.told, { timeout: 10_000 }).toEqual(['web following 1']);
  await first.pass(2_000);
  await first.server.stop('a restart');
  await engine.stop('killed');

  const second = await watchingServer(settings, first.clock);
  const caughtUp = async () => (await second.admin.get('/api/system')).body?.caught_up;
  await second.pass(60_000);
  expect(await caughtUp()).toMatchObject({ lines: 0, containers_behind: 1 });
  await engine.start();
  await second.pass(20_000);
  await expect.poll(second.told, { timeout: 10_000 }).toEqual(['web following 1']);
  await second.pass(2_000);
  expect(await caughtUp()).toMatchObject({ lines: 0, gaps: 0, containers_behind: 0 });
}, 60_000);

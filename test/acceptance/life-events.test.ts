import { describe, expect, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import type { Config } from '../../src/config/schema.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { LiveListener } from '../support/live-listener.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type WatchingServer, watchingServer } from '../support/watching-server.ts';

interface ShownEvent {
  readonly source: string;
  readonly severity: string;
  readonly message: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly held_back: number;
}

const shown = ({ items }: WatchingServer) => items<ShownEvent>('/api/events?source=docker&limit=500');

/** The messages, the oldest first. */
const messages = async (running: WatchingServer) => (await shown(running)).map(({ message }) => message).toReversed();

/** The same a second later. */
const later = (running: WatchingServer) => async () => {
  await running.pass(1_000);
  return messages(running);
};

async function given(settings: Partial<Config> = {}) {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web' });
  const dockerHost = [{ name: 'nas', url: engine.url }];
  const running = await watchingServer({ dockerHost, ...settings });
  await expect.poll(running.told).toEqual(['web following 0']);
  engine.time.move(60_000);
  return { engine, web, running, dockerHost };
}

describe('an event', () => {
  test('is made of what happens to a container, with what there is to know of it, and found by its source', async () => {
    const { engine, web, running } = await given();
    web.die(3);
    const db = engine.addContainer({ name: 'db' });
    db.exhaustMemory();
    await expect.poll(later(running)).toEqual(['web died with exit code 3', 'db ran out of memory']);
    const [, died] = await shown(running);
    expect(died).toMatchObject({
      source: 'docker',
      severity: 'error',
      metadata: {
        container_name: 'web',
        host: 'nas',
        kind: 'died',
        exit_code: 3,
        stop_requested: false,
        suppressed: 0,
      },
    });
    const { body } = await running.admin.get('/api/events?source=logscan');
    expect(body?.items).toEqual([]);
    const metrics = await running.admin.get('/metrics');
    expect(metrics.text).toContain('tocsin_life_happenings_total{kind="died",decision="admitted"} 1');
    expect(metrics.text).toContain('tocsin_events_total{source="docker",severity="critical"} 1');
  });

  test('is sent to whoever listens as it is stored, and stands in an export', async () => {
    const { web, running } = await given();
    const { admin, server, pass } = running;
    const listener = await LiveListener.open(`${server.url}/api/events/stream`, { cookie: admin.cookie ?? '' });
    web.die(3);
    await pass(1_000);
    await expect
      .poll(() => listener.events.map(({ data }) => data))
      .toMatchObject([{ source: 'docker', message: 'web died with exit code 3' }]);
    const { text } = await admin.get('/api/events/export?format=ndjson&source=docker');
    expect(text).toContain('"message":"web died with exit code 3"');
  });

  test('goes through the triggers whose filter it passes', async () => {
    const receiver = await startFaultyReceiver();
    const { web, running } = await given({ egressAllow: [parseNetwork('127.0.0.1/32') ?? []].flat() });
    const { admin, items } = running;
    for (const [name, filter] of [
      ['deaths', { sources: ['docker'], severities: ['error'] }],
      ['lines', { sources: ['logscan'] }],
      ['all', {}],
    ] as const)
      await admin.post('/api/event-triggers', {
        name,
        channel: 'webhook',
        config: { url: `${receiver.url}/${name}` },
        filter,
      });
    web.die(3);
    await expect.poll(later(running)).toEqual(['web died with exit code 3']);
    const deliveries = await items<{ readonly trigger_name: string | null }>('/api/deliveries');
    expect(deliveries.map((one) => one.trigger_name).toSorted()).toEqual(['all', 'deaths']);
    await expect.poll(() => receiver.requests.map(({ path }) => path).toSorted()).toEqual(['/all', '/deaths']);
  });

  test('is not made of an end that somebody asked for, nor of what is left alone', async () => {
    const { engine, web, running } = await given();
    web.stop();
    const left = engine.addContainer({ name: 'left', labels: { 'tocsin.enable': 'false' } });
    left.die(1);
    const job = engine.addContainer({ name: 'job', autoRemove: true });
    job.die(1);
    await expect.poll(later(running)).toEqual(['job died with exit code 1']);
  });

  test('tells of health, once each way, and of a restart loop with its count', async () => {
    const { engine, web, running } = await given();
    web.feels('unhealthy');
    web.feels('unhealthy');
    web.feels('healthy');
    const loop = engine.addContainer({ name: 'loop' });
    for (let restart = 0; restart < 7; restart++) {
      loop.die(1);
      loop.start();
    }
    await expect
      .poll(later(running))
      .toEqual([
        'web is unhealthy',
        'web is healthy again',
        'loop died with exit code 1',
        'loop is in a restart loop: 5 restarts within 300 s',
      ]);
    const [looping, died] = await shown(running);
    expect([looping?.held_back, died?.held_back]).toEqual([2, 6]);
    expect(looping?.metadata).toMatchObject({ restarts: 5, within_seconds: 300 });
  });

  test('tells of each further restart of a loop where its kind has no cooldown', async () => {
    const { engine, running } = await given({ dockerLifeEvents: ['restart_loop'], dockerLifeCooldownSeconds: 0 });
    const loop = engine.addContainer({ name: 'loop' });
    for (let restart = 0; restart < 7; restart++) {
      loop.die(1);
      loop.start();
    }
    const told = [5, 6, 7].map((restarts) => `loop is in a restart loop: ${restarts} restarts within 300 s`);
    await expect.poll(later(running)).toEqual(told);
    expect((await shown(running)).map(({ held_back }) => held_back)).toEqual([0, 0, 0]);
  });

  test('is one for an end for want of memory, whenever the engine tells of the shortage', async () => {
    const { engine, web, running } = await given();
    const begun = running.clock.now();
    web.exhaustMemory('behind');
    engine.addContainer({ name: 'db' }).exhaustMemory('never');
    const again = engine.addContainer({ name: 'again' });
    again.exhaustMemory('behind');
    again.start();
    engine.addContainer({ name: 'killed' }).die(137);
    const told = ['again', 'db', 'web'].map((name) => `${name} ran out of memory and died with exit code 137`);
    await expect
      .poll(async () => (await later(running)()).toSorted())
      .toEqual([...told.slice(0, 2), 'killed died with exit code 137', ...told.slice(2)]);
    // No list has told of it.
    expect(running.clock.now() - begun).toBeLessThan(15_000);
    expect((await shown(running)).map(({ severity }) => severity).toSorted()).toEqual([
      ...['critical', 'critical', 'critical', 'error'],
    ]);
  });

  test('is not made of kinds that nobody wants', async () => {
    const { web, running } = await given({ dockerLifeEvents: ['oom'] });
    web.die(3);
    web.start();
    web.exhaustMemory();
    await expect.poll(later(running)).toEqual(['web ran out of memory']);
  });

  test('is held back by a mute of the workload', async () => {
    const { web, running } = await given();
    const { items, admin } = running;
    const [workload] = await items<{ readonly id: string }>('/api/workloads');
    const from = new Date(0).toISOString();
    const until = new Date(2 ** 42).toISOString();
    const reply = await admin.post('/api/mutes', { workload_id: workload?.id, from, until });
    expect(reply.status).toBe(201);
    await running.pass(1_000);
    web.die(3);
    await running.pass(2_000);
    expect(await messages(running)).toEqual([]);
    expect((await admin.get('/metrics')).text).toContain('{kind="died",decision="muted"} 1');
  });
});

describe('no flood', () => {
  test('comes of a container that dies again and again', async () => {
    const limits = { dockerLifeCooldownSeconds: 0, containerEventsPerMinute: 6, containerEventsBurst: 3 };
    const { web, running } = await given({ ...limits, dockerLifeEvents: ['died'] });
    for (let death = 0; death < 500; death++) {
      web.die(1);
      web.start();
    }
    await expect.poll(async () => (await later(running)()).length).toBe(3);
    await running.pass(3_000);
    const events = await shown(running);
    expect(events).toHaveLength(3);
    expect(events[0]?.held_back).toBe(497);
  });
});

describe('what nobody heard', () => {
  test('is told when the server is back: once, also what the engine repeats', async () => {
    const dataDir = temporaryDirectory();
    const { engine, web, running, dockerHost } = await given({ dataDir });
    web.die(3);
    await expect.poll(later(running)).toEqual(['web died with exit code 3']);
    const clock = new ManualClock(running.clock.now());
    await running.server.stop('to be started again');
    const db = engine.addContainer({ name: 'db' });
    db.die(4);
    const gone = engine.addContainer({ name: 'gone', autoRemove: true });
    gone.die(5);
    const cache = engine.addContainer({ name: 'cache' });
    cache.exhaustMemory();
    const again = await watchingServer({ dataDir, dockerHost }, clock);
    const all = ['web died with exit code 3', 'db died with exit code 4', 'gone died with exit code 5'];
    await expect.poll(later(again)).toEqual([...all, 'cache ran out of memory']);
    await again.pass(60_000);
    expect(await messages(again)).toHaveLength(4);
  });

  test('while the engine got another name is told once, and not again what was told under the old one', async () => {
    const dataDir = temporaryDirectory();
    const { engine, web, running } = await given({ dataDir });
    const sick = engine.addContainer({ name: 'sick' });
    sick.feels('unhealthy');
    web.die(3);
    await expect.poll(later(running)).toEqual(['sick is unhealthy', 'web died with exit code 3']);
    const clock = new ManualClock(running.clock.now());
    await running.server.stop('to be started again');
    engine.time.move(60_000);
    const db = engine.addContainer({ name: 'db' });
    db.die(4);
    const again = await watchingServer({ dataDir, dockerHost: [{ name: 'attic', url: engine.url }] }, clock);
    const told = ['sick is unhealthy', 'web died with exit code 3', 'db died with exit code 4'];
    await expect.poll(later(again)).toEqual(told);
    await again.pass(60_000);
    expect(await messages(again)).toEqual(told);
  });

  test('because the engine forgot it is found in the list, with the reason', async () => {
    const { engine, web, running } = await given();
    const other = engine.addContainer({ name: 'other' });
    await running.pass(2_000);
    await engine.stop('killed');
    web.die(3);
    other.exhaustMemory();
    const whole = engine.addContainer({ name: 'whole' });
    whole.die(0);
    await running.pass(2_000);
    await engine.start();
    const told = ['other ran out of memory and died with exit code 137', 'web died with exit code 3'];
    await expect.poll(async () => (await later(running)()).toSorted(), { timeout: 10_000 }).toEqual(told);
    await running.pass(120_000);
    expect(await messages(running)).toHaveLength(2);
  });

  test('because the events were late is told once when they come', async () => {
    const { engine, web, running } = await given();
    engine.holdHeads();
    engine.cutStreams();
    web.die(3);
    await expect.poll(later(running), { timeout: 10_000 }).toEqual(['web died with exit code 3']);
    engine.releaseHeads();
    const db = engine.addContainer({ name: 'db' });
    db.die(4);
    await expect.poll(later(running)).toEqual(['web died with exit code 3', 'db died with exit code 4']);
    expect((await running.admin.get('/metrics')).text).toContain('{kind="died",decision="cooldown"} 0');
  });

  test('where events are refused is found by listing, and the system report says so', async () => {
    const engine = await startFakeEngine({ forbidden: ['events'] });
    const web = engine.addContainer({ name: 'web' });
    const running = await watchingServer({ dockerHost: [{ name: 'nas', url: engine.url }] });
    await expect.poll(running.told).toEqual(['web following 0']);
    engine.time.move(60_000);
    web.feels('unhealthy');
    await running.pass(6_000);
    expect(await messages(running)).toEqual(['web is unhealthy']);
    web.die(137);
    const unclear = 'web died with exit code 137 (whether somebody asked it to stop is not known)';
    await expect.poll(later(running), { timeout: 10_000 }).toEqual(['web is unhealthy', unclear]);
    await running.pass(20_000);
    expect(await messages(running)).toHaveLength(2);
    const { body } = await running.admin.get('/api/system');
    expect(JSON.stringify(body?.engines)).toContain('Containers are found by listing every 5 s');
  });
});

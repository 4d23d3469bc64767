import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { StoredEvent } from '../../src/core/events/stored-event.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { FakeContainer } from '../support/fake-engine/fake-container.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { recordStore } from '../support/recorded-occurrences.ts';
import { type WatchingServer, watchingServer } from '../support/watching-server.ts';

const RULES = '/api/log-scan-rules';

async function given(labels: Readonly<Record<string, string>> = {}) {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web', labels });
  const running = await watchingServer({ dockerHost: [{ name: 'nas', url: engine.url }] });
  await expect.poll(running.told).toEqual(['web following 0']);
  // What is written from now on is behind the moment at which the watching began.
  engine.time.move(60_000);
  return { engine, web, running };
}

/** Writes lines and lets the server read and save them. */
async function write(running: WatchingServer, container: FakeContainer, ...lines: readonly string[]): Promise<void> {
  await writeInAll(running, [container], ...lines);
}

async function writeInAll(
  running: WatchingServer,
  containers: readonly FakeContainer[],
  ...lines: readonly string[]
): Promise<void> {
  for (const container of containers) for (const line of lines) container.log('stdout', line);
  await running.pass(2_000);
}

interface ShownEvent {
  readonly message: string;
  readonly metadata: { readonly container_id: string };
}

/** The messages of each container's events, the oldest first. */
async function foundIn({ items }: WatchingServer, containers: readonly FakeContainer[]) {
  const events = (await items<ShownEvent>('/api/events?source=logscan')).toReversed();
  const of = (id: string) => events.filter(({ metadata }) => metadata.container_id === id);
  return containers.map(({ id }) => of(id).map(({ message }) => message));
}

interface ShownRule {
  readonly name: string;
  readonly hits_24h: number;
  readonly last_hit_at: string | null;
}

const hitsOf = async ({ items }: WatchingServer, name: string) =>
  (await items<ShownRule>(RULES)).find((rule) => rule.name === name)?.hits_24h;

test('a line that a rule matches becomes an event, once, and its hits are counted', async () => {
  const { web, running } = await given();
  const { admin, server } = running;
  const reply = await admin.post(RULES, { name: 'disk', pattern: 'disk (?P<what>\\w+)', severity: 'error' });
  expect(reply.status).toBe(201);
  await write(running, web, 'all well', 'disk full', 'disk lost');
  await expect.poll(() => hitsOf(running, 'disk')).toBe(2);
  expect((await admin.get(`${RULES}/${reply.body?.id}`)).body?.last_hit_at).not.toBeNull();
  const [workload] = await running.items<{ readonly id: string }>('/api/workloads');
  const ofDay = { info: 0, warn: 0, error: 1, critical: 0 };
  expect(workload).toMatchObject({ name: 'web', events_24h: ofDay });
  expect((await admin.get(`/api/workloads/${workload?.id}`)).body).toMatchObject({ name: 'web', events_24h: ofDay });
  await server.stop('to look into its store');
  expect(await storedEvents(server.dataDir)).toMatchObject([
    {
      source: 'logscan',
      severity: 'error',
      message: 'disk full',
      ruleId: reply.body?.id,
      metadata: { container_name: 'web', host: 'nas', rule_name: 'disk', captures: { what: 'full' }, suppressed: 0 },
      heldBack: 1,
    },
  ]);
});

describe('a change of a rule', () => {
  test('is in force in every tail within a second', async () => {
    const { engine, web, running } = await given();
    const { admin, told } = running;
    const all = [web, engine.addContainer({ name: 'db' }), engine.addContainer({ name: 'job' })];
    await expect.poll(told).toEqual(['db following 0', 'job following 0', 'web following 0']);
    engine.time.move(60_000);
    const rule = { name: 'moving', pattern: 'first', cooldown_seconds: 0 };
    const reply = await admin.post(RULES, rule);
    await writeInAll(running, all, 'first', 'second');
    const found = () => foundIn(running, all);
    await expect.poll(found).toEqual(all.map(() => ['first']));
    await admin.send('PATCH', `${RULES}/${reply.body?.id}`, { pattern: 'second' });
    // What is written behind the acknowledgement is judged by the changed rule, which must not be in force later.
    await writeInAll(running, all, 'first', 'second');
    await expect.poll(found).toEqual(all.map(() => ['first', 'second']));
    await admin.send('PATCH', `${RULES}/${reply.body?.id}`, { pattern: 'third' });
    await writeInAll(running, all, 'second', 'third');
    await expect.poll(found).toEqual(all.map(() => ['first', 'second', 'third']));
  });

  test('that wants no stream any more ends the reading, and one that does begins it again', async () => {
    const { engine, web, running } = await given();
    const { admin, items, told, pass } = running;
    for (const { id } of await items<{ readonly id: string }>(RULES)) await admin.send('DELETE', `${RULES}/${id}`);
    await pass(1_000);
    await expect.poll(told).toEqual(['web not_wanted 0']);
    const { status, body } = await running.watching();
    expect([status, body?.status, String(body?.reasons)]).toEqual([
      200,
      'degraded',
      expect.stringContaining('No rule'),
    ]);
    engine.time.move(1_000);
    await admin.post(RULES, { name: 'errors', pattern: 'x', streams: 'stderr' });
    await pass(1_000);
    await expect.poll(told).toEqual(['web following 0']);
    engine.time.move(1_000);
    web.log('stderr', 'x');
    web.log('stdout', 'x');
    await expect.poll(() => hitsOf(running, 'errors')).toBe(1);
  });
});

test('rules in the labels of a container judge its very first line, and go when it is gone and judged', async () => {
  const { engine, running } = await given();
  const { admin, items, told, pass } = running;
  const labels = { 'tocsin.rule.lost.pattern': 'lost', 'tocsin.rule.lost.severity': 'critical' };
  const job = engine.addContainer({ name: 'job', labels });
  job.log('stdout', 'lost the very first line');
  job.die();
  const hitsLater = async () => {
    await pass(1_000);
    return hitsOf(running, 'lost');
  };
  await expect.poll(hitsLater, { timeout: 10_000 }).toBe(1);
  job.destroy();
  await pass(2_000);
  await expect.poll(told).toContain('job gone 1');
  await expect.poll(async () => (await items<ShownRule>(RULES)).some(({ name }) => name === 'lost')).toBe(false);
  expect((await admin.get('/api/health/watching')).status).toBe(200);
});

test('an explanation tells what then happens, and the figures count it', async () => {
  const { web, running } = await given();
  const { admin, containers } = running;
  await admin.post(RULES, { name: 'disk', pattern: 'disk', exclude_pattern: 'quiet', cooldown_seconds: 60 });
  const [container] = await containers();
  const explained = async (line: string) => {
    const { status, body } = await admin.post('/api/explain', { line, container_id: container?.id });
    expect(status).toBe(200);
    const steps = (body?.steps ?? []) as readonly { rule_name: string; outcome: string }[]; // Whoever asks says what is there.
    return steps.find(({ rule_name }) => rule_name === 'disk')?.outcome;
  };
  expect([await explained('disk full'), await explained('disk quiet'), await explained('calm')]).toEqual([
    'admitted',
    'excluded',
    'no_match',
  ]);
  await write(running, web, 'disk full', 'disk quiet', 'calm');
  await expect.poll(() => hitsOf(running, 'disk')).toBe(1);
  const soon = await admin.post('/api/explain', {
    line: 'disk',
    container_id: container?.id,
    at: '2000-01-01T00:00:00Z',
  });
  expect(soon.body).toMatchObject({ container_id: web.id, at: '2000-01-01T00:00:00.000Z' });
  web.log('stdout', 'disk again');
  await running.pass(2_000);
  await expect.poll(() => hitsOf(running, 'disk')).toBe(2);
  const { body } = await admin.get(`${RULES}/stats`);
  const counted = { admitted: 1, suppressed: { threshold: 0, cooldown: 1, rate_limit: 0, muted: 0, excluded: 1 } };
  expect(body).toMatchObject({
    engine: { lines: 4, hits: 2, ...counted },
    active_tails: 1,
    last_compile_errors: [],
    per_rule: [{ rule_name: 'disk', hits: 2, ...counted }],
  });
  const { text: metrics } = await admin.get('/metrics');
  for (const one of ['admitted"} 1', 'cooldown"} 1', 'excluded"} 1', 'muted"} 0', 'threshold"} 0', 'rate_limit"} 0'])
    expect(metrics).toContain(`tocsin_rules_hits_total{decision="${one}\n`);
  expect((await admin.post('/api/explain', { line: 'x' })).status).toBe(400);
  expect((await admin.post('/api/explain', { line: 'x', container_id: 'nobody' })).status).toBe(404);
  const elsewhere = await admin.post('/api/explain', { line: 'disk', workload_id: '0123456789abcdef' });
  expect(elsewhere.body).toMatchObject({ container_id: null, steps: [{}, { outcome: 'admitted' }] });
});

test('an explanation knows the nanosecond at which a cooldown ends', async () => {
  const { web, engine, running } = await given();
  await running.admin.post(RULES, { name: 'disk', pattern: 'disk', cooldown_seconds: 1 });
  const { seconds } = engine.time.now;
  web.log('stdout', 'disk full', { seconds: seconds + 10, nanos: 500 });
  await running.pass(2_000);
  await expect.poll(() => hitsOf(running, 'disk')).toBe(1);
  const second = new Date((seconds + 11) * 1_000).toISOString().slice(0, 19);
  const explained = async (nanos: string) => {
    const asked = { line: 'disk', container_id: web.id, at: `${second}.${nanos}Z` };
    return (await running.admin.post('/api/explain', asked)).body?.steps;
  };
  expect(await explained('000000499')).toMatchObject([{}, { outcome: 'cooldown' }]);
  expect(await explained('0000005')).toMatchObject([{}, { outcome: 'admitted' }]);
});

test('an explanation for a workload goes by its container', async () => {
  const { web, running } = await given();
  const { admin, items } = running;
  await admin.post(RULES, { name: 'disk', pattern: 'disk', cooldown_seconds: 60 });
  await write(running, web, 'disk full');
  await expect.poll(() => hitsOf(running, 'disk')).toBe(1);
  const [workload] = await items<{ readonly id: string }>('/api/workloads');
  const { body } = await admin.post('/api/explain', { line: 'disk', workload_id: workload?.id });
  expect(body).toMatchObject({ container_id: web.id, steps: [{}, { outcome: 'cooldown' }] });
});

async function storedEvents(dataDir: string): Promise<readonly StoredEvent[]> {
  const store = await openStore({
    dataDir,
    clock: systemClock,
    occurrences: recordStore().occurrences,
    version: 'test',
  });
  const events = await Promise.all(Array.from({ length: 50 }, (_, i) => store.events.findEvent(String(i + 1))));
  await store.close();
  return events.filter((event) => event !== undefined);
}

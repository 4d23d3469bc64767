// Lines of containers that are joined: to events, around them, and in a back-test, by the same code.
import { expect, test } from 'vitest';
import { parseContainerPattern } from '../../src/config/container-pattern.ts';
import type { ShownBacktest } from '../../src/http/resources/rules/backtest-shapes.ts';
import type { LineContext } from '../../src/http/resources/watching/written-lines.ts';
import type { FakeContainer } from '../support/fake-engine/fake-container.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { LiveListener } from '../support/live-listener.ts';
import { runServer } from '../support/running-server.ts';
import { type WatchingServer, watchingServer } from '../support/watching-server.ts';

const RULE = { name: 'refused', pattern: '^ERROR(?s:.*)refused', cooldown_seconds: 0 };
const TRACE = ['ERROR no pool', '\tat take', 'Caused by: refused'];

/** Both streams write at the same time. */
function fail(container: FakeContainer): void {
  container.log('stdout', 'serving');
  for (const [nth, line] of TRACE.entries()) {
    container.log('stderr', line);
    container.log('stdout', ` step ${nth}`);
  }
  container.log('stderr', 'calm again');
}

async function given(labels: Readonly<Record<string, string>>, joined = '') {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web', labels });
  const dockerJoinLines = [parseContainerPattern(joined) ?? []].flat();
  const running = await watchingServer({ dockerHost: [{ name: 'nas', url: engine.url }], dockerJoinLines });
  await expect.poll(running.told).toEqual(['web following 0']);
  expect((await running.admin.post('/api/log-scan-rules', RULE)).status).toBe(201);
  engine.time.move(60_000);
  return { web, running };
}

interface ShownEvent {
  readonly id: string;
  readonly message: string;
}

const eventsOf = ({ items }: WatchingServer) => items<ShownEvent>('/api/events?source=logscan');

async function backtested({ admin, server }: WatchingServer): Promise<ShownBacktest> {
  const body = { rules: [{ pattern: RULE.pattern, cooldown_seconds: 0 }], hours: 24 };
  const client = await LiveListener.open(`${server.url}/api/backtest`, { cookie: admin.cookie ?? '' }, body);
  await expect.poll(() => client.hasEnded).toBe(true);
  // It is what the server sends there.
  return client.events.find(({ event }) => event === 'result')?.data as unknown as ShownBacktest;
}

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['whose label says so', { 'tocsin.join': 'true' }, ''],
  ['that the configuration names', {}, 'name=w*'],
])('the lines of a container %s are joined wherever they are read, those of its streams apart', async (_, ...how) => {
  const { web, running } = await given(...how);
  fail(web);
  await running.pass(4_000);
  await expect.poll(async () => (await eventsOf(running)).length).toBe(1);
  const [event] = await eventsOf(running);
  expect(event?.message).toBe(TRACE.join('\n'));
  expect(await running.items('/api/containers')).toMatchObject([{ joins_lines: true, lines: 8, stuck: false }]);
  // It is what the server sends there.
  const context = (await running.admin.get(`/api/events/${event?.id}/context`)).body as unknown as LineContext;
  expect(context.lines.filter((line) => line.is_event).map(({ text }) => text)).toEqual([TRACE.join('\n')]);
  expect(context.lines.map(({ text }) => text)).toContain('serving\n step 0\n step 1\n step 2');
  const explained = { line: TRACE.join('\n'), stream: 'stderr', container_id: web.id };
  const { body } = await running.admin.post('/api/explain', explained);
  expect(body?.steps).toContainEqual(expect.objectContaining({ rule_name: 'refused', outcome: 'admitted' }));
  const { hits, lines, lines_read } = await backtested(running);
  expect({ hits, lines_read, texts: lines.map(({ text }) => text) }).toEqual({
    ...{ hits: 1, lines_read: 8 },
    texts: [TRACE.join('\n')],
  });
});

test('a line begins where the pattern of a label is found, wherever the lines are read', async () => {
  const { web, running } = await given({ 'tocsin.join.start': '^(ERROR|INFO)' });
  for (const line of ['INFO calm', 'ERROR no pool', 'Server refused', 'INFO calm']) web.log('stdout', line);
  await running.pass(4_000);
  await expect.poll(async () => (await eventsOf(running)).length).toBe(1);
  const [event] = await eventsOf(running);
  const joined = 'ERROR no pool\nServer refused';
  expect(event?.message).toBe(joined);
  expect(await running.items('/api/containers')).toMatchObject([{ joins_lines: true, join_start: '^(ERROR|INFO)' }]);
  // It is what the server sends there.
  const context = (await running.admin.get(`/api/events/${event?.id}/context`)).body as unknown as LineContext;
  expect(context.lines.map(({ text }) => text)).toEqual(['INFO calm', joined, 'INFO calm']);
  expect((await backtested(running)).lines.map(({ text }) => text)).toEqual([joined]);
});

test.each([
  [{ 'tocsin.join.start': '^(ERROR|INFO)' }, '^(ERROR|INFO)', ['INFO', 'ERROR no pool\nServer refused', 'INFO']],
  [{ 'tocsin.join': 'true' }, null, ['INFO', 'ERROR no pool', 'Server refused', 'INFO']],
  [{}, undefined, undefined],
])('lines that are given as those of a workload are joined as its own are: %j', async (labels, start, joined) => {
  const { running } = await given(labels);
  const [container] = await running.items<{ readonly workload: { readonly id: string } }>('/api/containers');
  const lines = ['INFO', 'ERROR no pool', 'Server refused', 'INFO'];
  const tried = { pattern: RULE.pattern, sample_lines: lines, workload_id: container?.workload.id, join_lines: true };
  const { body } = await running.admin.post('/api/log-scan-rules/test', tried);
  expect(body?.lines).toEqual(joined);
  expect(body?.workload_joins).toEqual({ joins_lines: joined !== undefined, join_start: start ?? null });
  const question = { line: lines.join('\n'), workload_id: container?.workload.id };
  const explained = (await running.admin.post('/api/explain', question)).body;
  expect(explained?.lines).toBe(joined?.length ?? 4);
  const nowhere = { ...tried, workload_id: '0000000000000000', sample_lines: ['a', ' b'] };
  expect((await running.admin.post('/api/log-scan-rules/test', nowhere)).body).toMatchObject({ lines: ['a\n b'] });
});

test('a label that is no pattern counts for nothing', async () => {
  const { web, running } = await given({ 'tocsin.join.start': '(' });
  fail(web);
  await running.pass(4_000);
  await expect.poll(async () => (await running.told())[0]).toBe('web following 8');
  expect(await running.items('/api/containers')).toMatchObject([{ joins_lines: false, join_start: null }]);
});

test('a setting that is no pattern refuses the start', async () => {
  await expect(runServer({ dockerHost: [], dockerJoinStart: '(' })).rejects.toThrow(
    /^TOCSIN_DOCKER_JOIN_START is no pattern: at its character 1: /,
  );
});

test('a label keeps the lines of a container apart that the configuration names', async () => {
  const { web, running } = await given({ 'tocsin.join': 'false' }, 'name=*');
  fail(web);
  await running.pass(4_000);
  await expect.poll(async () => (await running.told())[0]).toBe('web following 8');
  expect(await eventsOf(running)).toEqual([]);
  expect((await backtested(running)).hits).toBe(0);
});

// Rules that are tried on what containers have written, through the whole server.
import { describe, expect, test } from 'vitest';
import { stampAfter } from '../../src/core/lines/stamp.ts';
import type { ShownBacktest } from '../../src/http/resources/rules/backtest-shapes.ts';
import { type FakeEngine, startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { NEW_YEAR } from '../support/line-batch.ts';
import { LiveListener } from '../support/live-listener.ts';
import { type WatchingServer, watchingServer } from '../support/watching-server.ts';

const MINUTE_MS = 60_000;

async function given() {
  const engine = await startFakeEngine();
  const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };
  const web = engine.addContainer({ name: 'web-1', labels });
  const second = engine.addContainer({ name: 'web-2', labels });
  const mute = engine.addContainer({ name: 'mute', driver: 'none' });
  const running = await watchingServer({ dockerHost: [{ name: 'nas', url: engine.url }] });
  await expect.poll(running.told).toEqual(['mute unreadable 0', 'web-1 following 0', 'web-2 following 0']);
  const ago = (minutes: number) => stampAfter(NEW_YEAR, -minutes * MINUTE_MS);
  const workloads = await running.items<{ readonly id: string; readonly name: string }>('/api/workloads');
  const idOf = (name: string): string => workloads.find((one) => one.name === name)?.id ?? '';
  return { engine, web, second, mute, running, ago, idOf };
}

const ask = ({ server, admin }: WatchingServer, body: unknown): Promise<LiveListener> =>
  LiveListener.open(`${server.url}/api/backtest`, { cookie: admin.cookie ?? '' }, body);

const historiesOf = ({ requests }: FakeEngine): number =>
  requests.filter((path) => path.includes('/logs?follow=0')).length;

async function resultOf(running: WatchingServer, body: unknown): Promise<ShownBacktest> {
  const client = await ask(running, body);
  await expect.poll(() => client.hasEnded, { timeout: 10_000 }).toBe(true);
  const result = client.events.find(({ event }) => event === 'result');
  if (result === undefined) throw new Error(JSON.stringify(client.events));
  // It is what the server sends under this name.
  return result.data as unknown as ShownBacktest;
}

describe('a back-test', () => {
  test('tells of each container of a workload how often a rule would have hit, and what would have become of it', async () => {
    const { web, second, running, ago, idOf } = await given();
    web.log('stdout', 'lost too long ago', ago(130));
    web.log('stdout', '\u001b[31mlost\u001b[0m disk', ago(90));
    web.log('stderr', 'lost disk', ago(88));
    web.log('stdout', 'lost nothing', ago(60));
    web.log('stdout', 'all well', ago(59));
    second.log('stdout', 'lost disk', ago(30));
    const rule = { pattern: 'lost (?P<what>\\w+)', exclude_pattern: 'nothing', cooldown_seconds: 300 };
    const result = await resultOf(running, { rules: [rule], workload_ids: [idOf('shop/web')], hours: 2 });
    expect(result).toMatchObject({
      ...{ hits: 3, events: 2, excluded: 1, suppressed: { threshold: 0, cooldown: 1, rate_limit: 0 } },
      ...{ complete: true, lines_read: 5, step_minutes: 2, lines_left_out: 0 },
      rules: [{ hits: 3, events: 2 }],
      lines: [
        {
          container_name: 'web-1',
          stream: 'stdout',
          text: 'lost disk',
          decision: 'admitted',
          match_start: 0,
          match_end: 9,
        },
        { container_name: 'web-1', stream: 'stderr', text: 'lost disk', decision: 'cooldown' },
        { container_name: 'web-2', stream: 'stdout', text: 'lost disk', decision: 'admitted' },
      ],
    });
    expect(result.containers.map(({ name, state, lines }) => `${name} ${state} ${lines}`).sort()).toEqual([
      'web-1 read 4',
      'web-2 read 1',
    ]);
    expect(result.steps.reduce((sum, { hits }) => sum + hits, 0)).toBe(3);
    expect(result.steps.reduce((sum, { events }) => sum + events, 0)).toBe(2);
  }, 30_000);

  test('of saved rules, over every container, says which log cannot be read and why', async () => {
    const { web, running, ago } = await given();
    web.log('stdout', 'lost disk', ago(10));
    const saved = await running.admin.post('/api/log-scan-rules', { name: 'off', pattern: 'lost', enabled: false });
    const result = await resultOf(running, { rules: [{ pattern: 'never' }, { rule_id: saved.body?.id }] });
    expect(result).toMatchObject({ hits: 1, complete: false, rules: [{ hits: 0 }, { hits: 1, events: 1 }] });
    expect(result.lines).toMatchObject([{ rule: 1 }]);
    expect(result.containers.find(({ name }) => name === 'mute')).toMatchObject({
      state: 'failed',
      why: expect.stringContaining('logging driver'),
    });
  }, 30_000);

  test('leaves no trace: no event, no hit, no line that counts as judged, and the tails go on', async () => {
    const { web, running, idOf } = await given();
    const known = async () => ({
      rules: (await running.items<{ readonly hits_24h: number }>('/api/log-scan-rules')).map(
        ({ hits_24h }) => hits_24h,
      ),
      stats: (await running.admin.get('/api/log-scan-rules/stats')).body?.engine,
      events: (await running.items('/api/events')).length,
      containers: (await running.containers()).map(({ name, state, lines, gaps }) => [name, state, lines, gaps]),
    });
    /** A line counts as judged before what it led to is saved. */
    const knownOf = async (hits: number, lines: number) => {
      await running.pass(1_000);
      const now = await known();
      return now.rules[0] === hits && now.events === 1 && now.containers.some((one) => one[2] === lines);
    };
    web.log('stdout', 'fatal and watched');
    await expect.poll(() => knownOf(1, 1)).toBe(true);
    const before = await known();
    const { hits } = await resultOf(running, { rules: [{ pattern: 'fatal' }], workload_ids: [idOf('shop/web')] });
    await running.pass(3_000);
    expect(hits).toBe(1);
    expect(await known()).toEqual(before);
    web.log('stdout', 'one more');
    await expect.poll(() => knownOf(1, 2)).toBe(true);
  }, 30_000);

  test('ends when its client goes, and asks engines for nothing more', async () => {
    const { engine, running } = await given();
    const before = historiesOf(engine);
    engine.holdHeads();
    const client = await ask(running, { rules: [{ pattern: 'x' }] });
    await expect.poll(() => client.events.map(({ event }) => event)).toEqual(['progress']);
    await expect.poll(() => historiesOf(engine)).toBe(before + 1);
    client.leave();
    await expect
      .poll(async () => (await running.admin.get('/metrics')).text)
      .toContain('tocsin_rules_backtests_total{outcome="left"} 1');
    engine.releaseHeads();
    expect(historiesOf(engine)).toBe(before + 1);
  }, 30_000);

  test('of one who has one already takes its place', async () => {
    const { engine, web, running, ago } = await given();
    web.log('stdout', 'x', ago(1));
    engine.holdHeads();
    const first = await ask(running, { rules: [{ pattern: 'x' }] });
    await expect.poll(() => first.events.length).toBe(1);
    const second = ask(running, { rules: [{ pattern: 'x' }] });
    await expect.poll(() => first.hasEnded).toBe(true);
    expect(first.events.at(-1)?.data.reason).toContain('took its place');
    engine.releaseHeads();
    await expect.poll(async () => (await second).events.at(-2)?.event).toBe('result');
  }, 30_000);

  test('has so much time, and says of the rest that it was not read', async () => {
    const { engine, running } = await given();
    engine.holdHeads();
    const before = historiesOf(engine);
    const client = await ask(running, { rules: [{ pattern: 'x' }] });
    // What an engine is asked before has less time, and would fail by it.
    await expect.poll(() => historiesOf(engine)).toBe(before + 1);
    await running.clock.advance(121_000);
    await expect.poll(() => client.hasEnded).toBe(true);
    const result = client.events.find(({ event }) => event === 'result')?.data as unknown as ShownBacktest;
    expect(result.complete).toBe(false);
    expect(result.containers.map(({ state }) => state).sort()).toEqual(['cut_short', 'not_read', 'not_read']);
  }, 30_000);

  test('is refused where it makes no sense, and a pattern that is wrong is told with its place', async () => {
    const { running } = await given();
    const { admin } = running;
    const refused = (body: unknown) => admin.post('/api/backtest', body);
    expect(await refused({ rules: [{ pattern: 'fine' }, { pattern: 'a(' }] })).toMatchObject({
      status: 422,
      body: {
        error: { code: 'rule_pattern_invalid', details: [{ path: 'rules.1.pattern', position: expect.any(Number) }] },
      },
    });
    expect(await refused({ rules: [{ pattern: '' }] })).toMatchObject({
      status: 422,
      body: { error: { details: [{ path: 'rules.0.pattern' }] } },
    });
    expect((await refused({ rules: [{ rule_id: '999' }] })).status).toBe(404);
    for (const wrong of [
      {},
      { rules: [] },
      { rules: [{}] },
      { rules: [{ pattern: 'x', rule_id: '1' }] },
      { rules: [{ rule_id: '1', severity: 'info' }] },
      { rules: [{ pattern: 'x', workload_id: '0123456789abcdef' }] },
      { rules: [{ pattern: 'x' }], hours: 0 },
      { rules: [{ pattern: 'x' }], hours: 169 },
      { rules: [{ pattern: 'x' }], workload_ids: [] },
      { rules: [{ pattern: 'x' }], workload_ids: ['nope'] },
    ])
      expect((await refused(wrong)).status, JSON.stringify(wrong)).toBe(400);
  }, 30_000);
});

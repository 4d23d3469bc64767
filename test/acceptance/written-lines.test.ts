// Lines that were written, read from their engine for somebody who looks: the newest of a workload, and those around an event.
import { describe, expect, test } from 'vitest';
import { stampAfter } from '../../src/core/lines/stamp.ts';
import type { LineContext, RecentLines } from '../../src/http/resources/watching/written-lines.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { NEW_YEAR } from '../support/line-batch.ts';
import { type WatchingServer, watchingServer } from '../support/watching-server.ts';

const MINUTE_MS = 60_000;
const ESC = '\u001b';

async function given() {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web' });
  const running = await watchingServer({ dockerHost: [{ name: 'nas', url: engine.url }] });
  await expect.poll(running.told).toEqual(['web following 0']);
  const [workload] = await running.items<{ readonly id: string }>('/api/workloads');
  const ago = (minutes: number) => stampAfter(NEW_YEAR, -minutes * MINUTE_MS);
  return { engine, web, running, workload: workload?.id ?? '', ago };
}

/** The event of the rule that is there. */
async function eventOf({ pass, items }: WatchingServer): Promise<string> {
  await pass(2_000);
  await expect.poll(() => items('/api/events')).toHaveLength(1);
  return (await items<{ readonly id: string }>('/api/events'))[0]?.id ?? '';
}

async function contextOf({ admin }: WatchingServer, event: string, query = ''): Promise<LineContext> {
  const { status, body } = await admin.get(`/api/events/${event}/context${query}`);
  expect(status).toBe(200);
  // It is what the server sends there.
  return body as unknown as LineContext;
}

describe('the newest lines of a workload', () => {
  test('are read from its containers, none older than was asked for, and no more', async () => {
    const { engine, web, running, workload, ago } = await given();
    const second = engine.addContainer({ name: 'other' });
    web.log('stdout', 'too old', ago(90));
    web.log('stdout', `${ESC}[31mone${ESC}[0m`, ago(50));
    web.log('stderr', 'two', ago(20));
    web.log('stdout', 'three', ago(1));
    second.log('stdout', 'of another workload', ago(1));
    const of = async (query: string) =>
      (await running.admin.get(`/api/workloads/${workload}/lines${query}`)).body as unknown as RecentLines;
    expect((await of('')).items.map(({ text, stream }) => `${stream} ${text}`)).toEqual([
      `stdout ${ESC}[31mone${ESC}[0m`,
      'stderr two',
      'stdout three',
    ]);
    expect((await of('?limit=2')).items.map(({ text }) => text)).toEqual(['two', 'three']);
    expect((await of('?minutes=10')).items.map(({ text }) => text)).toEqual(['three']);
    for (const wrong of ['?limit=0', '?limit=201', '?minutes=1441', '?hours=1'])
      expect((await running.admin.get(`/api/workloads/${workload}/lines${wrong}`)).status, wrong).toBe(400);
  }, 30_000);

  test('say why there are none of a container that nobody can read', async () => {
    const { engine, running } = await given();
    engine.addContainer({ name: 'mute', driver: 'none' });
    await expect.poll(running.told).toEqual(['mute unreadable 0', 'web following 0']);
    const workloads = await running.items<{ readonly id: string; readonly name: string }>('/api/workloads');
    const id = workloads.find(({ name }) => name === 'mute')?.id;
    const { body } = await running.admin.get(`/api/workloads/${id}/lines`);
    expect(body).toMatchObject({
      items: [],
      unread: [{ container_name: 'mute', why: expect.stringContaining('driver') }],
    });
  }, 30_000);
});

describe('the lines around an event', () => {
  test('are those before and behind the line that it came from, also where they are far from each other', async () => {
    const { web, running, ago } = await given();
    // In three spans of time: the one that is looked through first has too few.
    for (let n = 0; n < 30; n++) web.log('stdout', `before ${n}`, ago(300 - 10 * n));
    web.log('stderr', `${ESC}[1mfatal${ESC}[0m <b>disk</b>`);
    for (let n = 0; n < 30; n++) web.log('stdout', `behind ${n}`);
    const event = await eventOf(running);
    const { state, lines } = await contextOf(running, event);
    expect(state).toBe('found');
    expect(lines.map(({ text }) => text)).toEqual([
      ...Array.from({ length: 20 }, (_, n) => `before ${n + 10}`),
      `${ESC}[1mfatal${ESC}[0m <b>disk</b>`,
      ...Array.from({ length: 20 }, (_, n) => `behind ${n}`),
    ]);
    expect(lines.filter(({ is_event }) => is_event)).toMatchObject([
      { stream: 'stderr', text: expect.stringMatching(/fatal/) },
    ]);
    expect((await contextOf(running, event, '?lines=1')).lines.map(({ text }) => text)).toEqual([
      'before 29',
      expect.stringContaining('fatal'),
      'behind 0',
    ]);
  }, 30_000);

  test('are as many as there are', async () => {
    const { web, running } = await given();
    web.log('stdout', 'fatal');
    const { state, lines } = await contextOf(running, await eventOf(running));
    expect({ state, texts: lines.map(({ text }) => text) }).toEqual({ state: 'found', texts: ['fatal'] });
  }, 30_000);

  test('are not there where the engine has thrown the line away, cannot be asked, or has no such container', async () => {
    const { engine, web, running } = await given();
    web.log('stdout', 'fatal');
    const event = await eventOf(running);
    web.lines.rotate({ drop: 1 });
    web.log('stdout', 'much later');
    expect(await contextOf(running, event)).toMatchObject({
      state: 'not_there',
      why: expect.stringContaining('thrown away'),
      lines: [],
    });
    engine.logsRefusedWith = 500;
    expect(await contextOf(running, event)).toMatchObject({ state: 'unread', why: expect.any(String), lines: [] });
    engine.logsRefusedWith = undefined;
    web.destroy();
    await expect.poll(async () => await running.later()).toEqual(['web gone 2']);
    expect(await contextOf(running, event)).toMatchObject({ state: 'gone', lines: [] });
  }, 30_000);

  test('of an engine that says nothing are given up after ten seconds', async () => {
    const { engine, web, running } = await given();
    web.log('stdout', 'fatal');
    const event = await eventOf(running);
    engine.holdHeads();
    const asked = contextOf(running, event);
    const histories = () => engine.requests.filter((path) => path.includes('/logs?follow=0')).length;
    const before = histories();
    await expect.poll(histories).toBeGreaterThan(before);
    await running.clock.advance(10_000);
    // Whether the line is there is not known.
    expect(await asked).toMatchObject({ state: 'unread', why: expect.stringContaining('took too long'), lines: [] });
    engine.releaseHeads();
  }, 30_000);

  test('are refused for an event that came from no line', async () => {
    const { running } = await given();
    const sent = await running.admin.post('/api/events', { severity: 'info', message: 'hello' });
    expect((await running.admin.get(`/api/events/${sent.body?.id}/context`)).status).toBe(422);
    expect((await running.admin.get('/api/events/999/context')).status).toBe(404);
  }, 30_000);
});

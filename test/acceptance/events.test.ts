import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { LiveListener } from '../support/live-listener.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

let server: TestServer;
afterEach(() => server.dispose());

interface ShownEvent {
  readonly id: string;
  readonly message: string;
}

/** The whole server, an administrator, and a program that may only send events. */
async function given() {
  const clock = new ManualClock(NOW);
  server = await runServer({ clock });
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  const token = (await admin.post('/api/tokens', { name: 'sender', scope: 'ingest' })).body?.token;
  const sender = new ApiClient(server.url, { authorization: `Bearer ${token}` });
  const messages = async (query: string): Promise<readonly string[]> =>
    (((await admin.get(`/api/events${query}`)).body?.items ?? []) as ShownEvent[]).map(({ message }) => message);
  return { clock, admin, sender, messages };
}

describe('an event that another program sends', () => {
  test('is stored once for its key, shown as it was sent, and counted', async () => {
    const { admin, sender } = await given();
    const sent = {
      ...{
        severity: 'critical',
        message: 'deploy\nfailed \u001b[31mred\u001b[0m!',
        source: 'ci.deploy',
        idempotency_key: 'build-7',
      },
      metadata: { build: 7, steps: ['a', { b: null }] },
    };
    const first = await sender.post('/api/events', sent);
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      ...{ id: first.body?.id, source: 'ci.deploy', severity: 'critical', message: 'deploy failed red!' },
      ...{ metadata: sent.metadata, workload_id: null, rule_id: null, held_back: 0, last_seen: null },
      created_at: '2026-01-01T00:00:00.000Z',
    });
    const again = await sender.post('/api/events', { ...sent, message: 'something else' });
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect((await sender.post('/api/events', { ...sent, source: 'other.ci' })).status).toBe(201);
    const shown = (await admin.get(`/api/events/${first.body?.id}`)).body;
    expect(shown).toEqual({ ...first.body, deliveries: [] });
    expect((await admin.get('/api/events/999')).status).toBe(404);
    const metrics = (await admin.get('/metrics')).text;
    expect(metrics).toContain('tocsin_events_total{source="other",severity="critical"} 2');
  });

  test('comes from "api" and is always new when it says nothing else', async () => {
    const { sender } = await given();
    const plain = { severity: 'info', message: 'hello' };
    const replies = [await sender.post('/api/events', plain), await sender.post('/api/events', plain)];
    expect(replies.map(({ status, body }) => [status, body?.source])).toEqual([
      [201, 'api'],
      [201, 'api'],
    ]);
    expect(replies[0]?.body?.id).not.toBe(replies[1]?.body?.id);
  });

  test('is refused when it takes a name of Tocsin’s own, says nothing, or is too large', async () => {
    const { sender, messages } = await given();
    const event = { severity: 'info', message: 'hello' };
    for (const source of ['logscan', 'docker', 'system'])
      expect((await sender.post('/api/events', { ...event, source })).status, source).toBe(422);
    for (const message of ['\u0007 \n', ' \u001b \u0007 ', '\u001b[31m'])
      expect((await sender.post('/api/events', { ...event, message })).status, message).toBe(422);
    const large = await sender.post('/api/events', { ...event, metadata: { text: 'x'.repeat(20_000) } });
    expect([large.status, large.text.includes('metadata')]).toEqual([422, true]);
    for (const depth of [20, 200_000]) {
      const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      const deep = await sender.post('/api/events', `{"severity":"info","message":"x","metadata":{"a":${nested}}}`);
      expect([deep.status, deep.text.includes('nested')]).toEqual([422, true]);
    }
    for (const wrong of [
      { severity: 'bad', message: 'x' },
      { ...event, source: 'With Spaces' },
      { ...event, unknown: 1 },
      { ...event, metadata: [] },
      { severity: 'info' },
      // The store keeps one character for all of these, so two such keys could be one.
      ...['q\ud800', '\udfff', 'q\0'].map((idempotency_key) => ({ ...event, idempotency_key })),
    ])
      expect((await sender.post('/api/events', wrong)).status, JSON.stringify(wrong)).toBe(400);
    expect(await messages('')).toEqual([]);
  });

  test('is held to a rate, which is told, and goes on when there is room again', async () => {
    const { clock, sender, admin } = await given();
    const statuses: number[] = [];
    for (let n = 0; n < 201; n++)
      statuses.push((await sender.post('/api/events', { severity: 'info', message: `${n}` })).status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(200);
    const refused = await sender.post('/api/events', { severity: 'info', message: 'x' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await admin.post('/api/events', { severity: 'info', message: 'of another' })).status).toBe(201);
    await clock.advance(1_000);
    expect((await sender.post('/api/events', { severity: 'info', message: 'later' })).status).toBe(201);
  });

  test('has one of at most two hundred sources', async () => {
    const { clock, sender } = await given();
    const send = async (source: string) =>
      (await sender.post('/api/events', { severity: 'info', message: 'x', source })).status;
    for (let n = 0; n < 200; n++) {
      expect(await send(`source-${n}`)).toBe(201);
      await clock.advance(100);
    }
    expect([await send('one-too-many'), await send('source-199')]).toEqual([422, 201]);
  });
});

describe('the event log', () => {
  test('is read newest first, page by page, by any filter', async () => {
    const { clock, admin, sender, messages } = await given();
    for (const [message, severity, source] of [
      ['one', 'info', 'ci'],
      ['two', 'error', 'ci'],
      ['three', 'error', 'backup'],
      ['four', 'critical', 'backup'],
    ]) {
      await sender.post('/api/events', { message, severity, source });
      await clock.advance(60_000);
    }
    expect(await messages('')).toEqual(['four', 'three', 'two', 'one']);
    expect(await messages('?severity=error,critical&source=backup')).toEqual(['four', 'three']);
    expect(await messages('?source=ci&severity=error')).toEqual(['two']);
    expect(await messages('?from=2026-01-01T00:01:00Z&to=2026-01-01T00:03:00Z')).toEqual(['three', 'two']);
    expect(await messages('?from=2026-01-01T01:01:00%2B01:00')).toEqual(['four', 'three', 'two']);
    expect(await messages('?workload_id=none')).toEqual([]);
    const page = await admin.get('/api/events?limit=3');
    expect(page.body?.items).toHaveLength(3);
    expect(await messages(`?limit=3&cursor=${page.body?.next_cursor}`)).toEqual(['one']);
    const counts = await admin.get(
      '/api/events/counts?from=2026-01-01T00:00:00Z&to=2026-01-01T00:04:00Z&step_minutes=2',
    );
    expect(counts.body).toEqual({
      next_cursor: null,
      step_minutes: 2,
      items: [
        { at: '2026-01-01T00:00:00.000Z', info: 1, warn: 0, error: 1, critical: 0 },
        { at: '2026-01-01T00:02:00.000Z', info: 0, warn: 0, error: 1, critical: 1 },
      ],
    });
    const day = 'from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&step_minutes=1440';
    for (const [filter, found] of [
      ['source=backup', { error: 1, critical: 1 }],
      ['severity=error', { error: 2 }],
      ['severity=error&source=ci', { error: 1 }],
      ['q=t', { error: 2 }],
      ['q=three&source=backup', { error: 1 }],
    ] as const)
      expect((await admin.get(`/api/events/counts?${day}&${filter}`)).body, filter).toEqual({
        ...{ next_cursor: null, step_minutes: 1440 },
        items: [{ at: '2026-01-01T00:00:00.000Z', info: 0, warn: 0, critical: 0, ...found }],
      });
    for (const filter of ['workload_id=none', 'rule_id=9', 'source=none', 'q=five'])
      expect((await admin.get(`/api/events/counts?${day}&${filter}`)).body?.items, filter).toEqual([]);
    expect((await admin.get(`/api/events/counts?${day}&cursor=none&q=t`)).status).toBe(400);
  });

  test('refuses what it does not understand', async () => {
    const { admin } = await given();
    for (const query of [
      'severity=bad',
      'severity=',
      'from=yesterday',
      'to=9999-12-31T23:59:59-23:59',
      'rule_id=1%00',
      'workload_id=%00',
      'cursor=none',
      'unknown=1',
      'limit=501',
      'source=A',
      'limit=1&limit=2',
    ])
      expect((await admin.get(`/api/events?${query}`)).status, query).toBe(400);
    expect((await admin.get('/api/events/counts?from=2026-01-01T00:00:00Z')).status).toBe(400);
    const backwards = 'from=2026-01-01T00:00:01Z&to=2026-01-01T00:00:00Z';
    for (const path of ['events', 'events/counts', 'events/export'])
      expect((await admin.get(`/api/${path}?${backwards}`)).status, path).toBe(422);
    const year = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z';
    expect((await admin.get(`/api/events/counts?${year}`)).status).toBe(422);
    expect((await admin.get(`/api/events/counts?${year}&step_minutes=1440`)).body).toEqual({
      step_minutes: 1440,
      items: [],
      next_cursor: null,
    });
  });
});

describe('the stream of events', () => {
  test('sends each as it is stored, and after a break first what was missed', async () => {
    const { admin, sender } = await given();
    const send = (message: string) => sender.post('/api/events', { severity: 'warn', message });
    const listen = (headers: Readonly<Record<string, string>> = {}) =>
      LiveListener.open(`${server.url}/api/events/stream`, { cookie: admin.cookie ?? '', ...headers });
    const heard = ({ events }: LiveListener) => events.map(({ event, data }) => `${event} ${data.message}`);
    await send('before');
    const first = await listen();
    const { body } = await send('one');
    await expect.poll(() => heard(first)).toEqual(['event one']);
    expect(first.events[0]?.data).toEqual(body);
    expect(first.lastId).toBe(body?.id);
    first.leave();
    await send('two');
    await send('three');
    const second = await listen({ 'last-event-id': first.lastId ?? '' });
    await expect.poll(() => heard(second)).toEqual(['event two', 'event three']);
    await send('four');
    await expect.poll(() => heard(second)).toEqual(['event two', 'event three', 'event four']);
  });
});

describe('the export', () => {
  test('is a file of all that fits, says where it was cut, and goes on there', async () => {
    const { clock, admin, sender } = await given();
    for (let n = 0; n < 520; n++) {
      await sender.post('/api/events', { severity: n % 2 ? 'error' : 'info', message: `=event ${n}` });
      await clock.advance(50);
    }
    const lines = async (query: string) => {
      const { text } = await admin.get(`/api/events/export?severity=error${query}`);
      return text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    const whole = await lines('');
    expect(whole.map(({ message }) => message)).toEqual(Array.from({ length: 260 }, (_, n) => `=event ${519 - 2 * n}`));
    const { created_at, id, ...first } = whole[0];
    expect([first.metadata, first.rule_id, typeof created_at, Number(id) > 0]).toEqual([{}, null, 'string', true]);
    const begun = await lines('&max_rows=251');
    expect(begun.at(-1)).toEqual({ cut: true, after_id: whole[250].id });
    expect([...begun.slice(0, -1), ...(await lines(`&after_id=${whole[250].id}`))]).toEqual(whole);
    expect(await lines('&max_rows=260')).toEqual(whole);
    const csv = await admin.get('/api/events/export?format=csv&max_rows=1&severity=error');
    expect(csv.text.split('\r\n').map((row) => row.split(',')[4])).toEqual([
      '"message"',
      `"'=event 519"`,
      '""',
      undefined,
    ]);
    expect([csv.headers.get('content-type'), csv.headers.get('content-disposition')]).toEqual([
      'text/csv; charset=utf-8',
      'attachment; filename="events.csv"',
    ]);
    expect((await admin.get('/api/events/export?after_id=99999')).status).toBe(422);
    expect((await admin.get('/api/events/export?max_rows=0')).status).toBe(400);
  });

  test('that nobody takes keeps its place for a minute, and of these each caller has two', async () => {
    const { clock, admin, sender } = await given();
    for (let n = 0; n < 320; n++) {
      await sender.post('/api/events', { severity: 'info', message: `${n}`, metadata: { text: 'x'.repeat(16_000) } });
      await clock.advance(50);
    }
    const token = (await admin.post('/api/tokens', { name: 'reader', scope: 'read' })).body?.token;
    const authorization = `Bearer ${token}`;
    const sockets = [1, 2].map(() => connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {}));
    for (const socket of sockets) {
      socket.pause();
      socket.write(`GET /api/events/export HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n\r\n`);
    }
    const reader = new ApiClient(server.url, { authorization });
    const ask = () => reader.get('/api/events/export?max_rows=1');
    await expect.poll(async () => (await ask()).status).toBe(429);
    const refused = await ask();
    expect([refused.headers.get('retry-after'), refused.text]).toEqual(['10', expect.stringContaining('2 downloads')]);
    expect((await admin.get('/api/events/export?max_rows=1')).status).toBe(200);
    await expect
      .poll(async () => {
        await clock.advance(60_000);
        return (await ask()).status;
      })
      .toBe(200);
    for (const socket of sockets) socket.destroy();
  });
});

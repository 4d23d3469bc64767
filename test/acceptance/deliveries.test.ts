import { afterEach, describe, expect, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import type { Config } from '../../src/config/schema.ts';
import { ApiClient } from '../support/api-client.ts';
import { type FaultyReceiver, startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

let server: TestServer;
afterEach(() => server.dispose());

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

interface ShownDelivery {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: readonly Record<string, unknown>[];
}

interface TriggerHealth {
  readonly trigger_id: string;
  readonly left_alone_until: string | null;
  readonly recent: Readonly<Record<'delivered' | 'failed' | 'waiting', number>>;
}

/** The whole server, which may send to this machine, and an administrator. */
async function given(receiver: FaultyReceiver, settings: Partial<Config> = {}) {
  server = await runServer({
    ...{ egressAllow: [parseNetwork('127.0.0.1/32') ?? []].flat(), ...settings },
    publicUrl: 'https://tocsin.example',
  });
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  const create = (name: string, changes: Readonly<Record<string, unknown>> = {}) =>
    admin.post('/api/event-triggers', {
      ...{ name, channel: 'webhook', config: { url: `${receiver.url}/${name}` } },
      ...changes,
    });
  const happens = async (message: string, changes: Readonly<Record<string, unknown>> = {}) =>
    String((await admin.post('/api/events', { severity: 'error', message, ...changes })).body?.id);
  const deliveries = async (query = ''): Promise<readonly ShownDelivery[]> =>
    ((await admin.get(`/api/deliveries${query}`)).body?.items ?? []) as ShownDelivery[];
  const settled = (count: number) =>
    waitUntil(async () => (await deliveries()).filter(({ state }) => state !== 'pending').length >= count, {
      what: `${count} deliveries are over`,
    });
  return { admin, create, happens, deliveries, settled };
}

const bodyOf = (receiver: FaultyReceiver, at = 0) => JSON.parse(receiver.requests[at]?.body ?? '{}');

describe('an event', () => {
  test('goes through every trigger whose filter it passes, signed, with one id, and shows how it got there', async () => {
    const receiver = await startFaultyReceiver();
    const { admin, create, happens, settled } = await given(receiver);
    await create('all', { action_secret: SECRET });
    await create('critical', { filter: { severities: 'critical' } });
    await create('ci', { filter: { sources: ['ci'], message_regex: 'fail(ed|s)' } });
    await create('off', { enabled: false });
    const id = await happens('the build failed', { source: 'ci' });
    await settled(2);
    expect(receiver.requests.map(({ path }) => path).toSorted()).toEqual(['/all', '/ci']);
    const all = receiver.requests.find(({ path }) => path === '/all');
    expect(all?.headers['webhook-id']).toMatch(/^msg_[A-Za-z0-9_-]+$/);
    expect(all?.headers['webhook-signature']).toMatch(/^v1,/);
    expect(JSON.parse(all?.body ?? '')).toMatchObject({
      type: 'event.triggered',
      data: { test: false, trigger: { name: 'all' }, event: { id, source: 'ci', message: 'the build failed' } },
    });
    const event = (await admin.get(`/api/events/${id}`)).body;
    expect(event?.deliveries).toMatchObject([
      {
        state: 'delivered',
        trigger_name: 'all',
        attempts: [{ outcome: 'delivered', status: 200, reason: 'accepted' }],
      },
      { state: 'delivered', trigger_name: 'ci' },
    ]);
    const metrics = (await admin.get('/metrics')).text;
    expect(metrics).toContain('tocsin_deliveries_total{channel="webhook",outcome="delivered",reason="accepted"} 2');
    expect(metrics).toContain('tocsin_delivery_latency_seconds_count 2');
  });

  test('that was sent before is delivered no second time', async () => {
    const receiver = await startFaultyReceiver();
    const { create, happens, settled } = await given(receiver);
    await create('all');
    await happens('a', { idempotency_key: 'one' });
    await happens('a', { idempotency_key: 'one' });
    await happens('b');
    await settled(2);
    expect(receiver.requests).toHaveLength(2);
  });

  test('that has come back too often is stored and not delivered', async () => {
    const receiver = await startFaultyReceiver();
    const { admin, create, happens, settled, deliveries } = await given(receiver);
    await create('all');
    await happens('hop');
    for (let hop = 1; hop <= 4; hop++) {
      await settled(Math.min(hop, 4));
      const { event } = bodyOf(receiver, hop - 1).data;
      expect(event.metadata.tocsin_hops).toBe(hop);
      await happens('hop', { metadata: event.metadata });
    }
    expect((await admin.get('/api/events')).body?.items).toHaveLength(5);
    expect(await deliveries()).toHaveLength(4);
    expect(receiver.requests.map(({ headers }) => headers['tocsin-hops'])).toEqual(['1', '2', '3', '4']);
    const token = (await admin.post('/api/tokens', { name: 'back', scope: 'ingest' })).body?.token;
    const back = new ApiClient(server.url, { authorization: `Bearer ${token}`, 'tocsin-hops': '4' });
    const returned = await back.post('/api/events', { severity: 'error', message: 'by its header' });
    expect(returned.body?.metadata).toEqual({ tocsin_hops: 4 });
    expect(await deliveries()).toHaveLength(4);
    expect((await admin.get('/metrics')).text).toContain('tocsin_events_gone_round_total 2');
  });

  test('whose hops cannot be read, or came in another form, is stored, and not delivered beyond the third', async () => {
    const receiver = await startFaultyReceiver();
    const { admin, create, settled, deliveries } = await given(receiver);
    await create('all');
    const token = (await admin.post('/api/tokens', { name: 'back', scope: 'ingest' })).body?.token;
    const sent = async (headers: Readonly<Record<string, string>>, body: object = {}) => {
      const client = new ApiClient(server.url, { authorization: `Bearer ${token}`, ...headers });
      const { status, body: stored } = await client.post('/api/events', { severity: 'error', message: 'm', ...body });
      return [status, Object(stored?.metadata).tocsin_hops];
    };
    for (const hops of ['abc', '-5', '0x1', '1.5', '100', '4, 1'])
      expect([hops, ...(await sent({ 'tocsin-hops': hops }))]).toEqual([hops, 201, hops === '4, 1' ? 4 : 99]);
    for (const metadata of [{ tocsin_hops: '4' }, { raw: { tocsin_hops: 4 } }, { raw: '{"tocsin_hops":4}' }])
      expect(await sent({}, { metadata })).toEqual([201, 4]);
    expect(await sent({}, { message: '{"tocsin_hops": 4}' })).toEqual([201, 4]);
    expect(await deliveries()).toHaveLength(0);
    expect(await sent({ 'tocsin-hops': '03' }, { metadata: { half: '\ud800' } })).toEqual([201, 3]);
    await settled(1);
    expect(receiver.requests[0]?.body).not.toMatch(/\\ud800/i);
    expect(bodyOf(receiver, 0).data.event.metadata).toEqual({ half: '\ufffd', tocsin_hops: 4 });
  });
});

describe('a trigger', () => {
  test('is changed field by field, and its secrets are written and never read', async () => {
    const receiver = await startFaultyReceiver();
    const { admin, create, happens, settled } = await given(receiver);
    const config = { url: `${receiver.url}/a`, headers: { 'x-key': 'top secret' } };
    const made = (
      await create('a', { config, action_secret: SECRET, filter: { sources: 'ci, api', severities: 'error' } })
    ).body;
    expect(made).toMatchObject({
      ...{ name: 'a', enabled: true, channel: 'webhook', origin: 'api', suspension: null, action_secret: '[redacted]' },
      config: { url: config.url, headers: { 'x-key': '[redacted]' }, signing_secret: '[redacted]' },
      filter: { severities: ['error'], sources: ['ci', 'api'], workload_ids: [], message_regex: null },
    });
    const path = `/api/event-triggers/${made?.id}`;
    const echoed = await admin.send('PATCH', path, {
      name: 'b',
      config: made?.config,
      action_secret: '[redacted]',
      filter: { sources: null },
    });
    expect(echoed.body).toMatchObject({
      ...{ name: 'b', filter: { sources: [], severities: ['error'] }, action_secret: '[redacted]' },
    });
    await happens('x');
    await settled(1);
    expect(receiver.requests[0]?.headers).toMatchObject({
      'x-key': 'top secret',
      'webhook-signature': expect.stringMatching(/^v1,/),
    });
    expect((await admin.send('PATCH', path, { action_secret: null })).body?.action_secret).toBe(null);
    expect((await admin.send('PATCH', path, { config: { headers: null } })).body?.config).toEqual({ url: config.url });
    const cleared = await admin.send('PATCH', path, { filter: null });
    expect(cleared.body?.filter).toEqual({ severities: [], sources: [], workload_ids: [], message_regex: null });
    expect((await admin.send('PATCH', path, { config: null })).status).toBe(422);
    const everything = [(await admin.get('/api/event-triggers')).text, (await admin.get(path)).text, server.log.text()];
    for (const text of everything) expect(text).not.toMatch(/top secret|MfKQ9r8GKYqr/);
    expect((await admin.send('DELETE', path)).status).toBe(204);
    expect((await admin.get(path)).status).toBe(404);
    const trail = (await admin.get('/api/audit')).text;
    for (const action of ['trigger_created', 'trigger_changed', 'trigger_deleted']) expect(trail).toContain(action);
  });

  test('whose address is its secret is changed and sends on, be it for a test of an unsaved edit or when it is saved', async () => {
    const receiver = await startFaultyReceiver();
    const { admin, create, happens, settled } = await given(receiver);
    for (const channel of ['slack', 'discord', 'teams']) {
      const made = (await create(channel, { channel, config: { url: `${receiver.url}/top-secret/${channel}` } })).body;
      const path = `/api/event-triggers/${made?.id}`;
      const edit = { channel, config: made?.config, action_secret: made?.action_secret };
      const tested = await admin.post('/api/event-triggers/test', { trigger_id: made?.id, ...edit });
      expect([channel, tested.status, tested.body?.outcome]).toEqual([channel, 200, 'delivered']);
      for (const patch of [{ name: `${channel} 2` }, { filter: { severities: ['error'] } }, edit])
        expect([channel, (await admin.send('PATCH', path, patch)).status]).toEqual([channel, 200]);
    }
    await happens('x');
    await settled(3);
    expect(receiver.requests.every(({ path }) => path.startsWith('/top-secret/'))).toBe(true);
    expect(receiver.requests).toHaveLength(6);
  });

  test('that cannot be is refused', async () => {
    const receiver = await startFaultyReceiver();
    const { create } = await given(receiver);
    await create('taken');
    const statuses = async (...changes: readonly Record<string, unknown>[]) =>
      Promise.all(changes.map(async (change) => (await create('a', change)).status));
    expect((await create('taken')).status).toBe(409);
    expect(
      await statuses(
        { channel: 'pigeon' },
        { config: {} },
        { config: { url: 'ftp://x/' } },
        { config: { url: 'http://169.254.169.254/' } },
        { config: { url: 'http://[::1]:9/' } },
        { config: { url: `${receiver.url}/`, unknown: 1 } },
        { action_secret: '[redacted]' },
        { action_secret: 'short' },
        { filter: { message_regex: '(' } },
        { filter: { message_regex: 'a'.repeat(3_000) } },
      ),
    ).toEqual(Array.from({ length: 10 }, () => 422));
    expect(
      await statuses({ filter: { severities: ['bad'] } }, { filter: { rules: [] } }, { what: 1 }, { name: '' }),
    ).toEqual([400, 400, 400, 400]);
  });

  test('that cannot be says which part of its configuration is wrong, and what would be right', async () => {
    const { create } = await given(await startFaultyReceiver());
    const faults = async (config: Readonly<Record<string, unknown>>) =>
      JSON.parse((await create('a', { config })).text).error.details;
    expect(await faults({})).toEqual([{ path: 'config.url', message: 'missing' }]);
    expect(await faults({ url: 'http://x/', header: {} })).toEqual([
      { path: 'config', message: 'there is no "header" (did you mean "headers"?)' },
    ]);
    expect(await faults({ url: 'http://169.254.169.254/' })).toMatchObject([{ path: 'config' }]);
  });

  test('whose target is closed by now can be disabled and renamed, and neither enabled nor sent elsewhere before it is open again', async () => {
    const receiver = await startFaultyReceiver();
    const dataDir = temporaryDirectory();
    const before = await given(receiver, { dataDir });
    const at = `/api/event-triggers/${(await before.create('a', { action_secret: SECRET })).body?.id}`;
    await server.stop('a restart');
    const { admin } = await given(receiver, { dataDir, egressAllow: [] });
    const shown = (await admin.get(at)).body;
    const change = (patch: Readonly<Record<string, unknown>>) => admin.send('PATCH', at, patch);
    expect((await change({ name: 'b', filter: { severities: ['error'] } })).status).toBe(200);
    // As a form sends it: all that it was shown comes back.
    expect((await change({ config: shown?.config, action_secret: '[redacted]', enabled: false })).status).toBe(200);
    expect((await admin.get(at)).body).toMatchObject({ name: 'b', enabled: false });
    for (const patch of [
      { enabled: true },
      { config: { url: `${receiver.url}/elsewhere` } },
      { action_secret: `${SECRET.slice(0, -4)}AAAA` },
      { channel: 'ntfy', config: { url: receiver.url, topic: 'alerts' } },
    ]) {
      const { status, text } = await change(patch);
      expect([patch, status, text]).toEqual([patch, 422, expect.stringContaining('TOCSIN_EGRESS_ALLOW')]);
    }
    expect((await admin.get(at)).body).toMatchObject({ name: 'b', enabled: false, channel: 'webhook' });
  });

  test('can be looked at by a viewer, and changed, tested and retried by an administrator alone', async () => {
    const receiver = await startFaultyReceiver();
    const { admin, create } = await given(receiver);
    const id = (await create('a')).body?.id;
    const token = (await admin.post('/api/tokens', { name: 'reader', scope: 'read' })).body?.token;
    const reader = new ApiClient(server.url, { authorization: `Bearer ${token}` });
    for (const path of ['/api/event-triggers', `/api/event-triggers/${id}`, '/api/deliveries'])
      expect((await reader.get(path)).status, path).toBe(200);
    for (const path of [
      '/api/event-triggers',
      `/api/event-triggers/${id}/test`,
      '/api/event-triggers/test',
      '/api/deliveries/retry-dead',
      '/api/deliveries/1/retry',
    ])
      expect((await reader.post(path, {})).status, path).toBe(403);
  });

  test('is tested with the very message, and the answer is shown as it was', async () => {
    const receiver = await startFaultyReceiver({
      script: [{ status: 200, body: 'thanks' }, { status: 503, body: 'busy' }, { status: 200 }],
    });
    const { admin, create } = await given(receiver);
    const off = await startFaultyReceiver();
    await off.down();
    const id = (await create('a', { action_secret: SECRET })).body?.id;
    const first = await admin.post(`/api/event-triggers/${id}/test`, {});
    expect(first.body).toMatchObject({
      outcome: 'delivered',
      status: 200,
      reason: 'accepted',
      response_excerpt: 'thanks',
      has_link: true,
    });
    expect(bodyOf(receiver)).toMatchObject({ type: 'event.triggered', data: { test: true, trigger: { name: 'a' } } });
    const second = await admin.post(`/api/event-triggers/${id}/test`, {});
    expect(second.body).toMatchObject({
      outcome: 'retry',
      status: 503,
      reason: 'server_error',
      response_excerpt: 'busy',
    });
    const unsaved = {
      trigger_id: id,
      channel: 'webhook',
      config: { url: `${receiver.url}/new` },
      action_secret: '[redacted]',
    };
    expect((await admin.post('/api/event-triggers/test', unsaved)).body?.outcome).toBe('delivered');
    expect(receiver.requests[2]).toMatchObject({
      path: '/new',
      headers: { 'webhook-signature': expect.stringMatching(/^v1,/) },
    });
    expect(
      (await admin.post('/api/event-triggers/test', { channel: 'webhook', config: { url: `${off.url}/` } })).body
        ?.outcome,
    ).toBe('retry');
    expect(
      (await admin.post('/api/event-triggers/test', { channel: 'webhook', config: { url: 'http://0.0.0.0/' } })).status,
    ).toBe(422);
    expect((await admin.get('/api/deliveries')).body?.items).toEqual([]);
  });

  test('that is gone is suspended and shown to be so, until somebody mends it', async () => {
    const receiver = await startFaultyReceiver({ script: [{ status: 410 }] });
    const { admin, create, happens, settled } = await given(receiver);
    const id = (await create('a')).body?.id;
    await happens('x');
    await settled(1);
    const shown = async () => (await admin.get(`/api/event-triggers/${id}`)).body;
    await waitUntil(async () => (await shown())?.suspension === 'gone', { what: 'the suspension is shown' });
    const health = await admin.get('/api/health');
    expect(health.body).toMatchObject({ status: 'degraded', checks: { dispatcher: { status: 'degraded' } } });
    expect((await admin.get('/metrics')).text).toContain('tocsin_triggers_standing{standing="suspended"} 1');
    receiver.script({ status: 200 });
    await happens('not sent');
    expect((await admin.post(`/api/event-triggers/${id}/resume`, {})).body?.suspension).toBe(null);
    await happens('sent');
    await waitUntil(() => receiver.requests.length === 2, { what: 'it is sent' });
    expect(bodyOf(receiver, 1).data.event.message).toBe('sent');
  });
});

describe('a delivery', () => {
  test('that is dead is listed with its reason, and begins anew when somebody says so, with the same id', async () => {
    const receiver = await startFaultyReceiver({ script: [{ status: 400 }] });
    const { admin, create, happens, settled, deliveries } = await given(receiver);
    await create('a');
    await happens('x');
    await happens('y');
    await settled(2);
    expect(await deliveries('?state=dead')).toMatchObject([{ reason: 'refused' }, { reason: 'refused' }]);
    receiver.script({ status: 200 });
    const [first] = await deliveries();
    expect((await admin.post(`/api/deliveries/${first?.id}/retry`, {})).status).toBe(200);
    await waitUntil(async () => (await deliveries('?state=delivered')).length === 1, { what: 'it is delivered' });
    expect((await admin.post('/api/deliveries/retry-dead', {})).body).toEqual({ retried: 1, more: false });
    await waitUntil(async () => (await deliveries('?state=delivered')).length === 2, { what: 'all are delivered' });
    const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([4, 2]);
    expect((await admin.post(`/api/deliveries/${first?.id}/retry`, {})).status).toBe(409);
    expect((await admin.post('/api/deliveries/999/retry', {})).status).toBe(404);
    expect((await admin.get('/api/audit')).text).toContain('deliveries_retried');
  });

  test('that waits when its event goes because there are too many is counted and told, trigger by trigger', async () => {
    const receiver = await startFaultyReceiver({ script: [{ status: 503 }] });
    const dataDir = temporaryDirectory();
    const { create, happens } = await given(receiver, { dataDir });
    const id = (await create('a')).body?.id;
    await happens('x');
    await happens('y');
    await waitUntil(() => receiver.requests.length >= 1, { what: 'it was tried' });
    await server.stop('a restart');
    const { admin } = await given(receiver, { dataDir, eventRetentionRows: 1 });
    const counted = 'tocsin_deliveries_total{channel="webhook",outcome="dead",reason="event_deleted"} 1';
    await waitUntil(async () => (await admin.get('/metrics')).text.includes(counted), { what: 'it is counted' });
    const told = server.log.lines().filter(({ event }) => event === 'deliveries_buried');
    expect(told).toMatchObject([{ trigger_id: id, reason: 'event_deleted', deliveries: 1 }]);
  });

  test('that waits is counted, and so is its destination while that is left alone', async () => {
    const receiver = await startFaultyReceiver({ script: [{ status: 503 }] });
    const dataDir = temporaryDirectory();
    const { admin, create, happens } = await given(receiver, { dataDir });
    const shows = (client: ApiClient, what: string, count: number) =>
      waitUntil(async () => (await client.get('/metrics')).text.includes(`\ntocsin_delivery_${what} ${count}\n`), {
        what: `${what} to be ${count}`,
      });
    await create('a');
    await shows(admin, 'open_breakers', 0);
    for (let n = 0; n < 6; n++) await happens(`event ${n}`);
    await shows(admin, 'open_breakers', 1);
    const asked = Date.now();
    let health: TriggerHealth | undefined;
    await waitUntil(
      async () => {
        [health] = ((await admin.get('/api/event-triggers/health')).body?.items ?? []) as readonly TriggerHealth[];
        return (health?.recent.failed ?? 0) >= 5;
      },
      { what: 'five to have failed' },
    );
    // The sixth may have been begun before the fifth failed.
    expect((health?.recent.failed ?? 0) + (health?.recent.waiting ?? 0)).toBe(6);
    expect(health).toMatchObject({ last_delivered_at: null, recent: { delivered: 0 } });
    expect(Date.parse(health?.left_alone_until ?? '')).toBeGreaterThan(asked);
    expect(Date.parse(health?.left_alone_until ?? '')).toBeLessThanOrEqual(Date.now() + 30_000);
    await server.stop('a restart');
    const { admin: again } = await given(receiver, { dataDir });
    await shows(again, 'queue_depth', 6);
    expect((await again.get('/api/health')).text).toContain('6 deliveries wait.');
  });

  test('that arrived is told with the time at which it did, by each trigger', async () => {
    const receiver = await startFaultyReceiver();
    const { admin, create, happens, settled, deliveries } = await given(receiver);
    const [first, idle] = [(await create('a')).body, (await create('b', { filter: { sources: ['ci'] } })).body];
    await happens('x');
    await settled(1);
    const [arrived] = (await deliveries()) as readonly { readonly ended_at?: string }[];
    const items = (await admin.get('/api/event-triggers/health')).body?.items as readonly TriggerHealth[];
    expect(items.toSorted((one, other) => Number(one.trigger_id) - Number(other.trigger_id))).toEqual([
      {
        ...{ trigger_id: first?.id, last_delivered_at: arrived?.ended_at, left_alone_until: null },
        recent: { delivered: 1, failed: 0, waiting: 0 },
      },
      {
        ...{ trigger_id: idle?.id, last_delivered_at: null, left_alone_until: null },
        recent: { delivered: 0, failed: 0, waiting: 0 },
      },
    ]);
  });

  test('that waits for a trigger which is disabled or deleted is dead with that reason', async () => {
    const receiver = await startFaultyReceiver({ script: [{ status: 503 }] });
    const { admin, create, happens, deliveries } = await given(receiver);
    const [a, b] = [(await create('a')).body?.id, (await create('b')).body?.id];
    await happens('x');
    await waitUntil(() => receiver.requests.length === 2, { what: 'both were tried' });
    await waitUntil(async () => (await deliveries()).every(({ attempts }) => attempts.length === 1), {
      what: 'both are marked',
    });
    await admin.send('PATCH', `/api/event-triggers/${a}`, { enabled: false });
    await admin.send('DELETE', `/api/event-triggers/${b}`);
    expect((await deliveries()).map(({ state, reason }) => `${state} ${reason}`).toSorted()).toEqual([
      ...['dead trigger_deleted', 'dead trigger_disabled'],
    ]);
    const { text } = await admin.get('/metrics');
    for (const reason of ['trigger_deleted', 'trigger_disabled'])
      expect(text).toContain(`tocsin_deliveries_total{channel="webhook",outcome="dead",reason="${reason}"} 1`);
    const [dead] = await deliveries(`?trigger_id=${a}`);
    expect((await admin.post(`/api/deliveries/${dead?.id}/retry`, {})).status).toBe(422);
  });
});

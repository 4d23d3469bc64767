// What a test can make the fake engine do beyond what real ones are held to by the contract in test/contract/engine.
import { describe, expect, test } from 'vitest';
import { stampAfter, stampText } from '../../../src/core/lines/stamp.ts';
import { HttpEngineClient } from '../../../src/sources/docker/engine/http-engine-client.ts';
import { framesOf, type RecordedStream, recordStream } from '../engine-sink.ts';
import { eventually } from '../eventually.ts';
import { ManualClock } from '../manual-clock.ts';
import { DOCKER_20, DOCKER_20_LOCAL, DOCKER_29, PODMAN_4 } from './engine-profile.ts';
import { printed } from './engine-time.ts';
import type { FakeContainer } from './fake-container.ts';
import { type FakeEngine, type FakeEngineOptions, startFakeEngine } from './fake-engine.ts';
import { frame } from './logs/log-encoding.ts';

const SIGNAL = new AbortController().signal;
const BOTH = 'stdout=1&stderr=1&timestamps=1';

describe('the fake engine', () => {
  test('lets a client negotiate with each kind', async () => {
    for (const [profile, api] of [
      [DOCKER_20, '1.41'],
      [DOCKER_29, '1.44'],
      [PODMAN_4, '1.41'],
    ] as const) {
      const { client } = await fake({ profile });
      expect(await client.negotiate(SIGNAL)).toMatchObject({
        ok: true,
        traits: { kind: profile.kind, apiVersion: api, version: profile.version, notes: [] },
      });
    }
  });

  test('refuses versions that it does not speak, and names those that it does', async () => {
    const { client } = await fake({ profile: DOCKER_29 });
    for (const [path, message] of [
      ['/v1.99/info', 'client version 1.99 is too new. Maximum supported API version is 1.54'],
      ['/v1.39/info', expect.stringContaining('too old. Minimum supported API version is 1.40')],
    ] as const)
      expect(await client.getJson(path, SIGNAL)).toMatchObject({ fault: { status: 400, message } });
  });

  test('tells its own time', async () => {
    const { engine, client } = await fake();
    engine.time.move(-3_600_000);
    await client.negotiate(SIGNAL);
    expect(client.now()).toEqual(engine.time.now);
  });

  test('refuses what a proxy in front of it would, until that is allowed', async () => {
    const { engine, client } = await fake({ forbidden: ['info', 'events'] });
    expect(await client.negotiate(SIGNAL)).toMatchObject({
      ok: true,
      traits: { notes: [expect.stringContaining('INFO=1')] },
    });
    expect(await recordStream(client, '/events').end).toMatchObject({ fault: { status: 403 } });
    engine.allow('info');
    expect(await client.negotiate(SIGNAL)).toMatchObject({ ok: true, traits: { notes: [] } });
    engine.forbid('containers');
    expect(await client.getJson('/containers/json', SIGNAL)).toMatchObject({ fault: { status: 403 } });
  });

  test('says in the head whether lines come in frames from version 1.42 on', async () => {
    for (const [profile, plain, tty] of [
      [DOCKER_20, undefined, undefined],
      [DOCKER_29, 'application/vnd.docker.multiplexed-stream', 'application/vnd.docker.raw-stream'],
      [PODMAN_4, 'application/octet-stream', 'application/octet-stream'],
    ] as const) {
      const { engine, client } = await fake({ profile });
      await client.negotiate(SIGNAL);
      const types = [engine.addContainer(), engine.addContainer({ tty: true })].map(async (container) => {
        const log = logOf(client, container, BOTH);
        await log.end;
        return log.headers?.['content-type'];
      });
      expect(await Promise.all(types)).toEqual([plain, tty]);
    }
  });

  test('holds each record against `since`, or none after the first that it admits', async () => {
    for (const [profile, texts] of [
      [DOCKER_20, ['b\n', 'c\n']],
      [DOCKER_29, ['b\n', 'late\n', 'c\n']],
    ] as const) {
      const { engine, client } = await fake({ profile });
      const container = engine.addContainer();
      const [at, early] = [engine.time.next(), stampAfter(engine.time.now, -5)];
      container.log('stdout', 'a', early);
      container.log('stdout', 'b', at);
      container.log('stderr', 'late', early);
      container.log('stdout', 'c');
      expect(await textsOf(client, container, `${BOTH}&since=${stampText(at)}`)).toEqual(texts);
    }
  });

  test('gives one stamp to both streams when told to, and goes back in time', async () => {
    const { engine, client } = await fake();
    const container = engine.addContainer();
    const stamp = engine.time.next();
    container.log('stdout', 'a', stamp);
    container.log('stderr', 'a', stamp);
    engine.time.move(-10_000);
    container.log('stdout', 'b');
    const log = logOf(client, container, BOTH);
    await log.end;
    expect(framesOf(log.bytes).map(({ stream, text }) => [stream, text])).toEqual([
      [1, 'a\n'],
      [2, 'a\n'],
      [1, 'b\n'],
    ]);
    const [first, second, third] = framesOf(log.bytes).map((sent) => Date.parse(sent.stamp));
    expect([first, (third ?? 0) - (first ?? 0)]).toEqual([second, -10_000]);
  });

  test('forgets the newline of a long line where the driver does', async () => {
    const { engine, client } = await fake({ profile: DOCKER_20_LOCAL });
    const container = engine.addContainer();
    container.log('stdout', 'x'.repeat(16_384));
    container.log('stdout', 'y'.repeat(20_000));
    container.log('stdout', 'short');
    const texts = await textsOf(client, container, BOTH);
    expect(texts.map((text) => text.length)).toEqual([16_384, 0, 16_384, 20_000 - 16_384, 6]);
  });

  test('prints whole seconds and cuts lines its own way as Podman', async () => {
    const { engine, client } = await fake({ profile: PODMAN_4 });
    const container = engine.addContainer();
    container.log('stdout', 'x'.repeat(9_000));
    const log = logOf(client, container, BOTH);
    await log.end;
    const second = printed(engine.time.now, true);
    expect(framesOf(log.bytes).map(({ stamp, text }) => [stamp, text.length])).toEqual([
      [second, 8_192],
      [second, 809],
    ]);
  });

  test('answers in JSON lines when asked to', async () => {
    const { engine, client } = await fake({ profile: DOCKER_29 });
    const container = engine.addContainer();
    container.log('stderr', 'a');
    const log = logOf(client, container, `${BOTH}&format=json`);
    await log.end;
    expect(JSON.parse(log.bytes.toString())).toEqual({
      Line: 'a\n',
      Source: 'stderr',
      Timestamp: printed(engine.time.now),
    });
  });

  test('cuts bodies into chunks of any size', async () => {
    for (const chunkBytes of [1, 7]) {
      const { engine, client } = await fake({ chunkBytes });
      const container = engine.addContainer();
      container.log('stdout', 'some text');
      const log = logOf(client, container, BOTH);
      expect(await log.end).toEqual({ complete: true });
      expect(framesOf(log.bytes)[0]?.text).toBe('some text\n');
      expect(Math.max(...log.pieces)).toBe(chunkBytes);
    }
  });

  test('cuts a stream after a number of bytes, and all that are open', async () => {
    const { engine, client } = await fake();
    const container = engine.addContainer();
    container.log('stdout', 'some text');
    engine.cutNextStreamAfter(20);
    const first = logOf(client, container, `${BOTH}&follow=1`);
    expect(await first.end).toMatchObject({ complete: false, fault: { kind: 'cut' } });
    expect(first.bytes.length).toBe(20);
    const [second, events] = [logOf(client, container, `${BOTH}&follow=1`), recordStream(client, '/events')];
    await eventually(() => expect([second.bytes.length > 20, events.headers !== undefined]).toEqual([true, true]));
    expect(engine.openStreams).toBe(2);
    engine.cutStreams();
    expect(await second.end).toMatchObject({ fault: { kind: 'cut' } });
    expect(await events.end).toMatchObject({ fault: { kind: 'cut' } });
    expect(engine.openStreams).toBe(0);
  });

  test('sends heads with the first line, or when told to', async () => {
    const late = await fake({ lateHeads: true });
    const container = late.engine.addContainer();
    const following = logOf(late.client, container, `${BOTH}&follow=1`);
    await eventually(() => expect(late.engine.openStreams).toBe(1));
    await turns();
    expect(following.headers).toBe(undefined);
    container.log('stdout', 'a');
    await eventually(() => expect(following.bytes.length).toBeGreaterThan(0));
    const held = await fake();
    held.engine.holdHeads();
    held.engine.addContainer({ name: 'held' }).log('stdout', 'a');
    const waiting = recordStream(held.client, `/containers/held/logs?${BOTH}`);
    await eventually(() => expect(held.engine.openStreams + held.engine.requests.length).toBeGreaterThan(0));
    await turns();
    expect(waiting.headers).toBe(undefined);
    held.engine.releaseHeads();
    expect(await waiting.end).toEqual({ complete: true });
    expect(framesOf(waiting.bytes).length).toBe(1);
  });

  test('ends a follower in order while lines are unread, as old engines do, and never as new ones', async () => {
    for (const [profile, texts] of [
      [DOCKER_20, ['a\n']],
      [DOCKER_29, ['a\n', 'b\n']],
    ] as const) {
      const { engine, client } = await fake({ profile });
      const container = engine.addContainer();
      const log = logOf(client, container, `${BOTH}&follow=1`);
      await eventually(() => expect(container.lines.followers).toBe(1));
      container.log('stdout', 'a');
      container.lines.stall();
      container.log('stdout', 'b');
      container.die();
      expect(await log.end).toEqual({ complete: true });
      expect(framesOf(log.bytes).map(({ text }) => text)).toEqual(texts);
      expect(await textsOf(client, container, BOTH)).toEqual(['a\n', 'b\n']);
    }
  });

  test('deletes the oldest records at a rotation, for followers that lag too, and sends others twice', async () => {
    const { engine, client } = await fake();
    const container = engine.addContainer();
    const log = logOf(client, container, `${BOTH}&follow=1`);
    await eventually(() => expect(container.lines.followers).toBe(1));
    for (const text of ['a', 'b', 'c']) container.log('stdout', text);
    container.lines.rotate({ drop: 1, again: 2 });
    container.lines.stall();
    for (const text of ['d', 'e']) container.log('stdout', text);
    container.lines.rotate({ drop: 3 });
    container.lines.wake();
    container.die();
    await log.end;
    expect(framesOf(log.bytes).map(({ text }) => text[0])).toEqual(['a', 'b', 'c', 'b', 'c', 'e']);
    expect(await textsOf(client, container, BOTH)).toEqual(['e\n']);
  });

  test('breaks off with a sentence of its own, and sends garbage', async () => {
    const { engine, client } = await fake();
    const container = engine.addContainer();
    const log = logOf(client, container, `${BOTH}&follow=1`);
    await eventually(() => expect(container.lines.followers).toBe(1));
    container.lines.sendRaw(Buffer.from('garbage!'));
    container.failFollowers('Error grabbing logs: no such file or directory');
    expect(await log.end).toEqual({ complete: true });
    const message = frame('engine', Buffer.from('Error grabbing logs: no such file or directory'));
    expect(log.bytes).toEqual(Buffer.concat([Buffer.from('garbage!'), message]));
  });

  test('refuses the log of a container that it cannot remove', async () => {
    const { engine, client } = await fake();
    const container = engine.addContainer();
    container.becomeDead();
    expect(await logOf(client, container, BOTH).end).toMatchObject({ fault: { status: 409 } });
  });

  test('remembers 256 events, and none over a restart', async () => {
    const { engine, client } = await fake();
    for (let count = 0; count < 200; count += 1) engine.addContainer({ name: `c${count}` }).die();
    const replay = recordStream(client, `/events?since=1&until=${stampText(engine.time.now)}`);
    await replay.end;
    expect(replay.bytes.toString().trim().split('\n').length).toBe(256);
    await engine.stop();
    engine.containers[0]?.destroy();
    await engine.start();
    const after = recordStream(client, `/events?since=1&until=${stampText(engine.time.next())}`);
    expect([await after.end, after.bytes.length, engine.containers.length]).toEqual([{ complete: true }, 0, 199]);
  });

  test('comes back at the same address after it was stopped or killed', async () => {
    for (const on of ['unix', 'tcp'] as const) {
      const { engine, client } = await fake({ on });
      const container = engine.addContainer();
      for (const [how, end, fault] of [
        ['in_order', { complete: true }, on === 'unix' ? 'socket_missing' : 'not_listening'],
        ['killed', { complete: false }, 'not_listening'],
      ] as const) {
        const log = logOf(client, container, `${BOTH}&follow=1`);
        await eventually(() => expect(container.lines.followers).toBe(1));
        await engine.stop(how);
        expect(await log.end).toMatchObject(end);
        expect(await client.negotiate(SIGNAL)).toMatchObject({ ok: false, fault: { kind: fault } });
        container.log('stdout', how);
        await engine.start();
        expect(await client.negotiate(SIGNAL)).toMatchObject({ ok: true });
      }
      expect(await textsOf(client, container, BOTH)).toEqual(['in_order\n', 'killed\n']);
    }
  });
});

async function fake(options: FakeEngineOptions = {}): Promise<{ engine: FakeEngine; client: HttpEngineClient }> {
  const engine = await startFakeEngine(options);
  const tls = { certPath: undefined, verify: undefined };
  return { engine, client: new HttpEngineClient({ name: 'fake', url: engine.url, tls, clock: new ManualClock() }) };
}

const logOf = (client: HttpEngineClient, { id }: FakeContainer, query: string): RecordedStream =>
  recordStream(client, `/containers/${id}/logs?${query}`);

async function textsOf(client: HttpEngineClient, container: FakeContainer, query: string): Promise<readonly string[]> {
  const log = logOf(client, container, query);
  expect(await log.end).toEqual({ complete: true });
  return framesOf(log.bytes).map(({ text }) => text);
}

async function turns(): Promise<void> {
  for (let count = 0; count < 50; count += 1) await new Promise((resolve) => setImmediate(resolve));
}

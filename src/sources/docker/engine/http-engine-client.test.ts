import { writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../../../test/support/eventually.ts';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { type RawServer, startRawServer } from '../../../../test/support/raw-server.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import type { BodySink } from './engine-client.ts';
import { HttpEngineClient } from './http-engine-client.ts';
import { LARGEST_ANSWER } from './whole-answer.ts';

const SIGNAL = new AbortController().signal;
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
const DATE = 'Sat, 21 Nov 2026 03:29:01 GMT';

describe('a client of an engine', () => {
  test('negotiates once, and asks with that version from then on', async () => {
    const { client, server, clock } = await engine({ '/v1.41/containers/json?all=1': json('[{"Id":"a"}]') });
    expect(await client.negotiate(SIGNAL)).toMatchObject({ ok: true, traits: { kind: 'docker', apiVersion: '1.41' } });
    expect(await client.getJson('/containers/json?all=1', SIGNAL)).toEqual({ ok: true, body: [{ Id: 'a' }] });
    expect(server.requests.at(-1)).toMatch(/^GET \/v1\.41\/containers\/json\?all=1 HTTP\/1\.1\r\nHost: docker\r\n/);
    // No timer of a question that was answered is left.
    expect(clock.sleeping).toBe(0);
  });

  test('speaks over TCP as well, with a path of a web server before every other', async () => {
    const { client, server } = await engine({ '/docker/v1.41/info': json('{"behind":1}') }, 'tcp');
    const behind = clientOf(`${server.url.replace('tcp', 'http')}/docker/`);
    expect(await client.negotiate(SIGNAL)).toMatchObject({ ok: true });
    expect(server.requests[0]).toContain(`Host: 127.0.0.1:${server.at}\r\n`);
    expect(await behind.getJson('/v1.41/info', SIGNAL)).toEqual({ ok: true, body: { behind: 1 } });
  });

  test('tells the refusal of an engine with its status and its own sentence', async () => {
    const { client } = await engine({ '/containers/nope/json': json('{"message":"No such container: nope"}', 404) });
    expect(await client.getJson('/containers/nope/json', SIGNAL)).toEqual({
      ok: false,
      fault: {
        kind: 'refused',
        status: 404,
        message: 'No such container: nope',
        words: 'The engine answers GET /containers/{id}/json with 404: No such container: nope.',
      },
    });
  });

  test('takes no answer for JSON that is none', async () => {
    const { client } = await engine({ '/info': json('<html>') });
    expect(await client.getJson('/info', SIGNAL)).toMatchObject({ ok: false, fault: { kind: 'protocol' } });
  });

  test('reads an answer of a thousand containers, and none without end', async () => {
    const list = JSON.stringify(
      Array.from({ length: 1_000 }, (_, at) => ({ Id: String(at), Labels: 'x'.repeat(4_000) })),
    );
    const { client } = await engine({
      '/containers/json': json(list),
      '/endless': (socket) => {
        const more = () => void (socket.writable && socket.write('x'.repeat(1024 * 1024), more));
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        more();
      },
    });
    expect(await client.getJson('/containers/json', SIGNAL)).toEqual({ ok: true, body: JSON.parse(list) });
    expect(await client.getJson('/endless', SIGNAL)).toMatchObject({
      fault: { kind: 'protocol', words: expect.stringContaining(`${LARGEST_ANSWER / 1024 / 1024} MiB`) },
    });
  });

  test('waits ten seconds for an answer, head or body, and no longer', async () => {
    for (const beginning of ['', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{']) {
      const { client, clock, server } = await engine({ '/info': (socket) => void socket.write(beginning) });
      const answer = client.getJson('/info', SIGNAL);
      await eventually(() => expect(server.requests.length).toBe(1));
      await clock.advance(9_999);
      expect(clock.sleeping).toBe(1);
      await clock.advance(1);
      expect(await answer).toMatchObject({ ok: false, fault: { kind: 'timeout' } });
    }
  });

  test('gives up a question at once when its signal aborts, and leaves no timer behind', async () => {
    const { client, clock, server } = await engine({ '/info': () => {} });
    const abort = new AbortController();
    const answer = client.getJson('/info', abort.signal);
    await eventually(() => expect(server.requests.length).toBe(1));
    abort.abort();
    expect(await answer).toMatchObject({ ok: false, fault: { kind: 'closed' } });
    expect(await client.getJson('/info', abort.signal)).toMatchObject({ ok: false, fault: { kind: 'closed' } });
    expect(server.requests.length).toBe(1);
    expect(clock.sleeping).toBe(0);
  });

  test('lets nobody smuggle a second request into a path', async () => {
    const { client } = await engine({});
    await expect(client.getJson('/info HTTP/1.1\r\n\r\nDELETE /x', SIGNAL)).rejects.toThrow('no path');
    expect(() => client.stream('/a b', sinkOf().sink)).toThrow('no path');
  });

  test('knows the engine’s time from its answers, and goes on with it', async () => {
    const { client, clock } = await engine({ '/info': json('{}', 200, `Date: ${DATE}\r\n`) });
    expect(client.now()).toEqual(stampOfMilliseconds(clock.now()));
    await client.getJson('/info', SIGNAL);
    expect(client.now()).toEqual(stampOfMilliseconds(Date.parse(DATE)));
    await clock.advance(10_000);
    const passed = client.now().seconds + client.now().nanos / 1e9 - Date.parse(DATE) / 1000;
    expect(passed).toBeCloseTo(10, 1);
    expect(passed).toBeLessThanOrEqual(10);
  });

  test.each([
    ['ssh://me@build.example.org', /ssh -N -L .*me@build\.example\.org/],
    ['npipe:////./pipe/docker_engine', /tcp:\/\//],
    ['unix://var/run/docker.sock', /three slashes/],
    ['tcp://somewhere', /2376/],
  ])('refuses the address %s with what to do instead', async (url, words) => {
    const client = clientOf(url);
    const refusal = { kind: 'address', words: expect.stringMatching(words) };
    expect(await client.negotiate(SIGNAL)).toMatchObject({ ok: false, fault: refusal });
    expect(await client.getJson('/info', SIGNAL)).toMatchObject({ ok: false, fault: refusal });
    const { sink, end } = sinkOf();
    client.stream('/events', sink);
    expect(await end).toMatchObject({ complete: false, fault: refusal });
  });
});

describe('a stream of an engine', () => {
  test('is handed over as it comes, and ends as the protocol has it', async () => {
    const { client } = await engine({
      '/v1.41/events': (socket) => void socket.write(`${HEAD}3\r\n{}\n\r\n3\r\n[]\n\r\n0\r\n\r\n`),
    });
    await client.negotiate(SIGNAL);
    const { sink, end, calls, text } = sinkOf();
    client.stream('/events', sink);
    expect(calls).toEqual([]);
    expect(await end).toEqual({ complete: true });
    expect([text(), calls[0]]).toEqual(['{}\n[]\n', 'opened application/json']);
  });

  test('may wait for its head for ever once it is connected', async () => {
    let waiting: Socket | undefined;
    const { client, clock } = await engine({
      '/logs': (socket) => {
        waiting = socket;
      },
    });
    const { sink, end, text } = sinkOf();
    client.stream('/logs', sink);
    await eventually(() => expect(waiting).toBeDefined());
    await clock.advance(24 * 3_600_000);
    waiting?.write(`${HEAD}1\r\na\r\n0\r\n\r\n`);
    expect([await end, text()]).toEqual([{ complete: true }, 'a']);
  });

  test('that is refused ends with the engine’s status and sentence, also when the sentence never ends', async () => {
    const { client, clock, server } = await engine({
      '/containers/a/logs?follow=1': json('{"message":"configured logging driver does not support reading"}', 501),
      '/events': (socket) => void socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 99\r\n\r\nno'),
      '/endless': (socket) => void socket.write(`HTTP/1.1 500 No\r\n\r\n${'x'.repeat(100_000)}`),
    });
    const unreadable = sinkOf();
    client.stream('/containers/a/logs?follow=1', unreadable.sink);
    expect(await unreadable.end).toMatchObject({
      complete: false,
      fault: { kind: 'refused', status: 501, message: 'configured logging driver does not support reading' },
    });
    expect(unreadable.calls).toEqual(['ended']);
    const forbidden = sinkOf();
    client.stream('/events', forbidden.sink);
    await eventually(() => expect(server.requests.length).toBe(2));
    await eventually(async () => {
      await clock.advance(10_000);
      expect(forbidden.calls).toEqual(['ended']);
    });
    expect(await forbidden.end).toMatchObject({ fault: { status: 403, words: expect.stringContaining('EVENTS=1') } });
    const endless = sinkOf();
    client.stream('/endless', endless.sink);
    expect(await endless.end).toMatchObject({ fault: { kind: 'refused', status: 500 } });
  });

  test('that breaks off says so', async () => {
    const { client } = await engine({ '/logs': (socket) => void socket.end(`${HEAD}5\r\nab`) });
    const { sink, end, text } = sinkOf();
    client.stream('/logs', sink);
    expect(await end).toMatchObject({ complete: false, fault: { kind: 'cut' } });
    expect(text()).toBe('ab');
  });

  test('of garbage ends with the reason', async () => {
    const { client } = await engine({ '/logs': (socket) => void socket.write(`${HEAD}xyz`) });
    const { sink, end } = sinkOf();
    client.stream('/logs', sink);
    expect(await end).toMatchObject({ complete: false, fault: { kind: 'protocol' } });
  });

  test('calls its sink no more after it was closed, at whatever moment', async () => {
    const { client, server } = await engine({ '/logs': (socket) => void socket.write(`${HEAD}1\r\na\r\n`) });
    const early = sinkOf();
    client.stream('/logs', early.sink).close();
    const late = sinkOf();
    const stream = client.stream('/logs', late.sink);
    await eventually(() => expect(late.text()).toBe('a'));
    stream.close();
    stream.close();
    const missing = sinkOf();
    clientOf('unix:///nowhere/engine.sock').stream('/logs', missing.sink).close();
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect([early.calls, missing.calls, late.calls.includes('ended')]).toEqual([[], [], false]);
    expect(server.requests.length).toBe(1);
  });

  test('that found nobody calls nobody after it was closed, while the reason is looked for as well', async () => {
    // Whether that is a socket has to be asked of the file system.
    const file = path.join(temporaryDirectory(), 'engine.sock');
    writeFileSync(file, '');
    // Closed a little later each time, until its end was told before: one of them falls in between, nearly always.
    for (let round = 0; round < 20; round += 1)
      for (let turns = 0, toldInTime = false; !toldInTime; turns += 1) {
        const { sink, calls } = sinkOf();
        const stream = clientOf(`unix://${file}`).stream('/logs', sink);
        for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        stream.close();
        const before = [...calls];
        // What was asked before has been answered when as many later questions are.
        for (let question = 0; question < 10; question += 1) await stat(file);
        expect(calls).toEqual(before);
        toldInTime = before.includes('ended');
      }
  });

  test('may be paused before it is open', async () => {
    const { client } = await engine({ '/logs': (socket) => void socket.write(`${HEAD}1\r\na\r\n0\r\n\r\n`) });
    const { sink, end, calls } = sinkOf();
    const stream = client.stream('/logs', sink);
    stream.pause();
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toEqual([]);
    stream.resume();
    expect(await end).toEqual({ complete: true });
  });
});

type Answer = (socket: Socket) => void;

const json =
  (body: string, status = 200, headers = ''): Answer =>
  (socket) =>
    socket.end(`HTTP/1.1 ${status} X\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);

/** An engine of version 1.41 that also answers what is given. */
async function engine(answers: Readonly<Record<string, Answer>>, on: 'unix' | 'tcp' = 'unix') {
  const known: Readonly<Record<string, Answer>> = {
    '/_ping': json('OK', 200, 'Api-Version: 1.41\r\n'),
    '/v1.41/info': json('{}'),
    ...answers,
  };
  const server: RawServer = await startRawServer((socket, request) => {
    const path = request.split(' ')[1] ?? '';
    (known[path] ?? json('{"message":"page not found"}', 404))(socket);
  }, on);
  const clock = new ManualClock();
  return { server, clock, client: clientOf(server.url, clock) };
}

const clientOf = (url: string, clock = new ManualClock()): HttpEngineClient =>
  new HttpEngineClient({ name: 'here', url, tls: { certPath: undefined, verify: undefined }, clock });

function sinkOf() {
  const calls: string[] = [];
  let text = '';
  const { promise, resolve } = Promise.withResolvers<Parameters<BodySink['ended']>[0]>();
  const sink: BodySink = {
    opened: (headers) => void calls.push(`opened ${headers['content-type']}`),
    data: (bytes, from, end) => {
      text += Buffer.from(bytes.subarray(from, end)).toString();
    },
    rested: () => {},
    ended: (end) => {
      calls.push('ended');
      resolve(end);
    },
  };
  return { sink, end: promise, calls, text: () => text };
}

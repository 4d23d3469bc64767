import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../test/support/eventually.ts';
import type { Fault } from '../../test/support/faulty-receiver/faults.ts';
import { type ReceiverOptions, startFaultyReceiver } from '../../test/support/faulty-receiver/receiver.ts';
import { guarded, namesOf, networkOf } from '../../test/support/guarded.ts';
import { startLoopbackListener } from '../../test/support/loopback-listener.ts';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { RECEIVER_TLS, TRUST } from '../../test/support/receiver-certificates.ts';
import { REQUEST_MS } from './guarded-fetch.ts';
import { MOST_BODY_BYTES } from './http/exchange.ts';

const never = new AbortController().signal;
const ALLOW = '127.0.0.0/8,[::1]';

async function given(options: ReceiverOptions = {}, clock = new ManualClock()) {
  const receiver = await startFaultyReceiver({ clock, ...options });
  const { http } = guarded({ allow: `127.0.0.1/32:${receiver.port}`, clock, trust: TRUST });
  const send = (signal = never) =>
    http.send({ url: `${receiver.url}/hook?a=1`, headers: { 'x-mine': '1' }, body: '{"é":1}', signal });
  return { receiver, clock, send };
}

describe('a request', () => {
  test('arrives as it was given, over a connection of its own that is closed afterwards', async () => {
    const { receiver, send } = await given({ script: [{ status: 201, headers: { 'X-Two': 'a' }, body: 'made' }] });
    for (const time of [1, 2]) {
      expect(await send()).toMatchObject({
        ok: true,
        answer: { status: 201, headers: { 'x-two': 'a' }, isWhole: true },
      });
      expect(receiver.connections()).toBe(time);
    }
    expect(receiver.requests[0]).toMatchObject({
      method: 'POST',
      path: '/hook?a=1',
      headers: { host: `127.0.0.1:${receiver.port}`, 'x-mine': '1', 'content-length': '8', connection: 'close' },
      body: '{"é":1}',
    });
    await eventually(() => expect(receiver.open()).toBe(0));
  });

  test('arrives over TLS at who proves to be the right one', async () => {
    const { receiver, send } = await given({ tls: RECEIVER_TLS.sound });
    expect(await send()).toMatchObject({ ok: true, answer: { status: 200 } });
    expect(receiver.requests.length).toBe(1);
  });

  test.each([
    ['of other letters', 'kü€y'],
    ['of two lines', 'key\nx-other: 1'],
  ])('with a header %s is never written, and leaves no connection behind', async (_, value) => {
    const receiver = await startFaultyReceiver();
    const { http } = guarded({ allow: `127.0.0.1/32:${receiver.port}` });
    for (const _time of [1, 2]) {
      const sent = await http.send({ url: receiver.url, headers: { authorization: value }, body: '', signal: never });
      expect(sent).toMatchObject({ ok: false, fault: { kind: 'invalid_target', mayPass: false } });
      expect(JSON.stringify(sent)).not.toContain('key');
    }
    await eventually(() => expect([receiver.connections(), receiver.open()]).toEqual([2, 0]));
    expect(receiver.requests).toEqual([]);
  });

  test('follows no redirect, wherever it leads', async () => {
    const inner = await startLoopbackListener();
    for (const place of [`http://127.0.0.1:${inner.port}/`, 'http://169.254.169.254/latest/meta-data/']) {
      const { receiver, send } = await given({ script: [{ status: 301, headers: { Location: place } }] });
      expect(await send()).toMatchObject({ ok: true, answer: { status: 301 } });
      expect([receiver.requests.length, inner.connections()]).toEqual([1, 0]);
    }
  });

  test('asks no proxy of the environment', async () => {
    const proxy = await startLoopbackListener();
    const receiver = await startFaultyReceiver();
    const script = `
      import { guarded } from './test/support/guarded.ts';
      const { http } = guarded({ allow: '127.0.0.1' });
      const signal = new AbortController().signal;
      const result = await http.send({ url: process.argv[1], headers: {}, body: '', signal });
      console.log(result.ok && result.answer.status);`;
    const at = `http://127.0.0.1:${proxy.port}`;
    const env = {
      ...process.env,
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: at,
      http_proxy: at,
      ALL_PROXY: at,
      NO_PROXY: '',
    };
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, receiver.url], { env });
    let printed = '';
    child.stdout.on('data', (text) => {
      printed += text;
    });
    await once(child, 'close');
    expect(printed.trim()).toBe('200');
    expect([receiver.requests.length, proxy.connections()]).toEqual([1, 0]);
  });
});

describe('an answer', () => {
  test.each<Fault>(['endless_body', 'reset_in_body', 'end_in_body', 'garbage_chunks'])(
    'whose body goes wrong is what its status says: %s',
    async (fault) => {
      const { receiver, send } = await given({ script: [fault] });
      const result = await send();
      expect(result).toMatchObject({ ok: true, answer: { status: 200, isWhole: false } });
      expect(result.ok && result.answer.body.length).toBeLessThanOrEqual(MOST_BODY_BYTES);
      await eventually(() => expect(receiver.open()).toBe(0));
    },
  );

  test('is kept to 64 KiB, and what is compressed stays compressed', async () => {
    const endless = await given({ script: ['endless_body'] });
    const cut = await endless.send();
    expect(cut.ok && cut.answer.body.length).toBe(64 * 1024);
    const bomb = await given({ script: ['gzip_bomb'] });
    const small = await bomb.send();
    expect(small.ok && small.answer.body.length).toBeLessThanOrEqual(64 * 1024);
    expect(bomb.receiver.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  test('may be of HTTP 1.0', async () => {
    const { send } = await given({ script: ['http_1_0'] });
    expect(await send()).toMatchObject({ ok: true, answer: { status: 200, body: Buffer.from('ok'), isWhole: true } });
  });

  test.each<[Fault, string]>([
    ['half_close', 'cut'],
    ['close_before_answer', 'cut'],
    ['reset_before_answer', 'cut'],
    ['no_http', 'protocol'],
    ['endless_headers', 'protocol'],
    ['endless_hints', 'protocol'],
    ['endless_continues', 'protocol'],
  ])('that is none is told: %s', async (fault, kind) => {
    const { receiver, send } = await given({ script: [fault] });
    expect(await send()).toMatchObject({ ok: false, fault: { kind, mayPass: true } });
    await eventually(() => expect(receiver.open()).toBe(0));
  });

  test.each<[Fault, object]>([
    ['accept_then_silence', { ok: false, fault: { kind: 'timeout', words: expect.stringContaining('within 15 s') } }],
    ['continue_only', { ok: false, fault: { kind: 'timeout' } }],
    ['headers_byte_a_second', { ok: false, fault: { kind: 'timeout' } }],
    ['body_byte_a_second', { ok: true, answer: { status: 200, isWhole: false } }],
  ])('is waited for fifteen seconds: %s', async (fault, expected) => {
    const { receiver, clock, send } = await given({ script: [fault] });
    const result = send();
    await eventually(() => expect(receiver.requests.length).toBe(1));
    // The status, where there is one, must have come before the time is over.
    for (let second = 0; second < REQUEST_MS / 1_000; second++) {
      await clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await result).toMatchObject(expected);
    await eventually(() => expect(receiver.open()).toBe(0));
    expect(clock.sleeping).toBeLessThanOrEqual(1);
  });

  test('is not waited for any more once nobody wants it', async () => {
    const { receiver, send } = await given({ script: ['accept_then_silence'] });
    const stop = new AbortController();
    const result = send(stop.signal);
    await eventually(() => expect(receiver.requests.length).toBe(1));
    stop.abort();
    expect(await result).toMatchObject({ ok: false, fault: { kind: 'stopped' } });
    await eventually(() => expect(receiver.open()).toBe(0));
    expect(await send(AbortSignal.abort())).toMatchObject({ ok: false, fault: { kind: 'stopped' } });
  });
});

describe('a connection that does not come about is told in words', () => {
  test.each([
    ['expired', /has expired/],
    ['notYetValid', /is not valid yet/],
    ['wrongHost', /made out for another name/],
    ['selfSigned', /signed by nobody that is trusted here.*NODE_EXTRA_CA_CERTS/],
    ['ancient', /older than 1\.2/],
  ] as const)('when the certificate is %s', async (kind, words) => {
    const { receiver, send } = await given({ tls: RECEIVER_TLS[kind] });
    expect(await send()).toMatchObject({
      ok: false,
      fault: { kind: 'tls', mayPass: true, needsPerson: true, words: expect.stringMatching(words) },
    });
    expect(receiver.requests).toEqual([]);
  });

  test.each([
    ['says that it has failed just now', 80, undefined],
    ['finds nothing that both speak', 40, undefined],
    ['wants a certificate of ours', 116, true],
    ['trusts nobody who signed ours', 48, true],
  ] as const)(
    'when the other side %s in the handshake, and whether that takes a person',
    async (_, alert, needsPerson) => {
      const server = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, alert])));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
      const address = server.address();
      const url = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
      const { http } = guarded({ allow: ALLOW });
      const sent = await http.send({ url, headers: {}, body: '', signal: never });
      expect(sent).toMatchObject({ ok: false, fault: { kind: 'tls', mayPass: true } });
      expect(!sent.ok && sent.fault.needsPerson).toBe(needsPerson);
    },
  );

  test('when the other side speaks no TLS, or only listens', async () => {
    const plain = await startLoopbackListener();
    const url = `https://127.0.0.1:${plain.port}/`;
    const { http } = guarded({ allow: ALLOW });
    expect(await http.send({ url, headers: {}, body: '', signal: never })).toMatchObject({ fault: { kind: 'tls' } });
    const { receiver, clock, send } = await given({ tls: RECEIVER_TLS.sound, isDeaf: true });
    const stalled = send();
    await eventually(() => expect(receiver.connections()).toBe(1));
    await eventually(() => expect(clock.sleeping).toBe(2));
    await clock.advance(5_000);
    expect(await stalled).toMatchObject({
      fault: { kind: 'timeout', words: expect.stringContaining('TLS within 5 s') },
    });
  });

  test('when nobody listens, the name is not known, or DNS is silent', async () => {
    const { receiver, send } = await given();
    await receiver.down();
    expect(await send()).toMatchObject({
      fault: { kind: 'not_listening', words: `Nothing listens at 127.0.0.1:${receiver.port}.` },
    });
    const at = (url: string, tools: ReturnType<typeof guarded>) =>
      tools.http.send({ url, headers: {}, body: '', signal: never });
    expect(await at('http://nowhere.example/', guarded({ lookup: namesOf({}) }))).toMatchObject({
      fault: { kind: 'name_unknown', mayPass: true },
    });
    for (const code of ['EAI_AGAIN', 'EAI_FAIL', 'ESERVFAIL']) {
      const lookup = () => Promise.reject(Object.assign(new Error(code), { code }));
      expect(await at('http://nowhere.example/', guarded({ lookup }))).toMatchObject({
        fault: { kind: 'name_unanswered', mayPass: true, words: expect.stringContaining('cannot be looked up now') },
      });
    }
    const clock = new ManualClock();
    const silent = at('http://slow.example/', guarded({ lookup: () => new Promise(() => {}), clock }));
    await clock.advance(5_000);
    expect(await silent).toMatchObject({ fault: { kind: 'timeout', words: expect.stringContaining('slow.example') } });
  });

  test('when an address does not answer, after the next one was tried', async () => {
    const listener = await startLoopbackListener();
    const network = networkOf({ '192.168.1.2': listener.port });
    const lookup = namesOf({ 'two.example': [['192.168.1.1', '192.168.1.2']] });
    const { http } = guarded({ lookup, dial: network });
    const result = await http.send({ url: 'http://two.example/', headers: {}, body: '', signal: never });
    expect(result).toMatchObject({ ok: true });
    expect(network.dialled).toEqual(['192.168.1.1', '192.168.1.2']);
  });
});

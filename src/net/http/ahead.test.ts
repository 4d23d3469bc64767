import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ReceiverOptions, startFaultyReceiver } from '../../../test/support/faulty-receiver/receiver.ts';
import { guarded } from '../../../test/support/guarded.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { RECEIVER_TLS, TRUST } from '../../../test/support/receiver-certificates.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { webTarget } from '../egress/target.ts';
import { REQUEST_MS } from '../guarded-fetch.ts';
import { STOPPED } from '../net-fault.ts';
import { Ahead, FRESH_MS } from './ahead.ts';

const never = new AbortController().signal;
const place = { speaks: 'http', host: 'a', port: 80, isAddress: false, isTls: false } as const;

async function given({ allow, ...options }: ReceiverOptions & { readonly allow?: string } = {}) {
  const clock = new ManualClock();
  const receiver = await startFaultyReceiver({ clock, ...options });
  const sockets: Socket[] = [];
  const { http } = guarded({
    ...{ allow: allow ?? `127.0.0.1/32:${receiver.port}`, clock, trust: TRUST },
    dial({ address, port }) {
      const socket = connect({ host: address, port });
      sockets.push(socket);
      return socket;
    },
  });
  const read = webTarget(`${receiver.url}/hook`);
  if (!read.ok) throw new Error(read.words);
  const ahead = http.ahead(read.target);
  const send = (url = `${receiver.url}/hook`) => http.send({ url, headers: {}, body: 'x', signal: never, ahead });
  const connects = (times: number) => waitUntil(() => receiver.connections() === times, { what: 'connection' });
  const closes = () => waitUntil(() => receiver.open() === 0, { what: 'end of the connection' });
  return { clock, receiver, sockets, http, ahead, send, connects, closes };
}

describe('a connection that is made ahead', () => {
  test.each([
    ['in the clear', {}],
    ['with TLS', { tls: RECEIVER_TLS.sound }],
  ])('%s carries the request that comes, and nothing before it', async (_, options) => {
    const { receiver, connects, send, closes } = await given(options);
    await connects(1);
    expect(receiver.requests).toEqual([]);
    expect(await send()).toMatchObject({ ok: true, answer: { status: 200 } });
    expect(receiver.requests).toMatchObject([{ path: '/hook', body: 'x' }]);
    await closes();
    expect(receiver.connections()).toBe(1);
  });

  test('carries one request, and no other', async () => {
    const { receiver, send } = await given();
    expect([await send(), await send()]).toMatchObject([{ ok: true }, { ok: true }]);
    expect([receiver.connections(), receiver.requests.length]).toEqual([2, 2]);
  });

  test('has the time of its request once that has come', async () => {
    const { clock, receiver, connects, send } = await given({ script: ['accept_then_silence'] });
    await connects(1);
    const sent = send();
    await waitUntil(() => receiver.requests.length === 1, { what: 'request' });
    await clock.advance(FRESH_MS);
    await clock.advance(REQUEST_MS);
    expect(await sent).toMatchObject({ ok: false, fault: { kind: 'timeout' } });
  });

  test('is closed where nothing is to be sent, and not even made where that is known at once', async () => {
    const { receiver, ahead, connects, closes, http } = await given();
    await connects(1);
    ahead.drop();
    await closes();
    const read = webTarget(receiver.url);
    if (read.ok) http.ahead(read.target).drop();
    await new Promise((resolve) => setImmediate(resolve));
    expect([receiver.connections(), receiver.requests]).toEqual([1, []]);
  });

  test('is closed when nobody has come for it within two seconds: the request makes its own', async () => {
    const { clock, receiver, connects, closes, send } = await given();
    await connects(1);
    await clock.advance(FRESH_MS);
    await closes();
    expect(await send()).toMatchObject({ ok: true });
    expect([receiver.connections(), receiver.requests.length]).toEqual([2, 1]);
  });

  test('is not used where the receiver has ended it meanwhile', async () => {
    const { receiver, sockets, connects, send } = await given();
    await connects(1);
    await receiver.down();
    await receiver.up();
    await waitUntil(() => !sockets.some(({ readyState }) => readyState === 'open'), { what: 'end that is seen here' });
    expect(await send()).toMatchObject({ ok: true });
    expect([receiver.connections(), receiver.requests.length]).toEqual([2, 1]);
  });

  test('is not used where the receiver has said something by itself: nothing is an answer to what was not asked', async () => {
    const server = createServer((socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await waitUntil(() => socket.readableLength > 0, { what: 'word of the receiver' });
    const ahead = new Ahead(place, { clock: new ManualClock(), open: async () => ({ ok: true, socket }) });
    expect(await ahead.take(place, never)).toBeUndefined();
    expect(socket.destroyed).toBe(true);
  });

  test('is begun at once where the request is there before it was', async () => {
    let begun = 0;
    const open = async () => {
      begun += 1;
      return { ok: false, fault: STOPPED } as const;
    };
    const taken = new Ahead(place, { clock: new ManualClock(), open }).take(place, never);
    await Promise.resolve();
    await Promise.resolve();
    expect(begun).toBe(1);
    expect(await taken).toEqual({ ok: false, fault: STOPPED });
  });

  test('of which nobody hears fails in silence, and of which somebody does tells him', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    onTestFinished(() => void process.off('unhandledRejection', hear));
    const open = () => Promise.reject(new Error('too many open files'));
    const [dropped, left, taken] = [1, 2, 3].map(() => new Ahead(place, { clock: new ManualClock(), open }));
    dropped?.drop();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    left?.drop();
    await expect(taken?.take(place, never)).rejects.toThrow('too many open files');
    await new Promise((resolve) => setImmediate(resolve));
    expect(unheard).toEqual([]);
  });

  test('leads nowhere else than it was made for', async () => {
    const other = await startFaultyReceiver();
    const { receiver, send, closes, ahead } = await given({ allow: '127.0.0.1/32' });
    expect(await send(`${other.url}/elsewhere`)).toMatchObject({ ok: true });
    expect([other.requests.length, receiver.requests.length]).toEqual([1, 0]);
    ahead.drop();
    await closes();
  });

  test('is judged by the guard as the request would be, and says why there is none', async () => {
    const { receiver, send } = await given({ allow: '10.0.0.0/8' });
    expect(await send()).toMatchObject({ ok: false, fault: { kind: 'denied' } });
    expect(receiver.connections()).toBe(0);
  });
});

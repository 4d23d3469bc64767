import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type ReceiverOptions, startFaultyReceiver } from '../../../test/support/faulty-receiver/receiver.ts';
import { guarded } from '../../../test/support/guarded.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { RECEIVER_TLS, TRUST } from '../../../test/support/receiver-certificates.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { webTarget } from '../egress/target.ts';
import { REQUEST_MS } from '../guarded-fetch.ts';
import { FRESH_MS } from './ahead.ts';

const never = new AbortController().signal;

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

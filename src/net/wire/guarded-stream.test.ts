import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { RECEIVER_TLS, TRUST } from '../../../test/support/receiver-certificates.ts';
import { startSyslogServer } from '../../../test/support/syslog/syslog-server.ts';
import { syslogWay } from '../../../test/support/syslog/syslog-way.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { CLOSE_MS, WRITE_MS } from './open-stream.ts';

const NEVER = new AbortController().signal;
const counted = (text: string): Buffer => Buffer.from(`${Buffer.byteLength(text)} ${text}`);
const arrives = (count: number, { messages }: { messages(): readonly string[] }): Promise<void> =>
  waitUntil(() => messages().length >= count, { what: `${count} messages` });

async function passes(clock: ManualClock, ms: number): Promise<boolean> {
  await clock.advance(100);
  return clock.monotonic() > ms;
}

describe('what is sent', () => {
  test.each(['tcp', 'tls'] as const)('goes over one connection of %s that is kept', async (transport) => {
    const server = await startSyslogServer(transport === 'tls' ? { tls: RECEIVER_TLS.sound } : {});
    const way = syslogWay({ port: server.port, transport, trust: TRUST });
    for (const text of ['a', 'ü\nb']) expect(await way.send([counted(text), counted('c')], NEVER)).toBe(undefined);
    await arrives(4, server);
    expect(server.messages()).toEqual(['a', 'c', 'ü\nb', 'c']);
    expect(server.connections.length).toBe(1);
  });

  test('goes over a new connection when the other side closed the one before, and nothing is lost', async () => {
    const server = await startSyslogServer();
    const way = syslogWay({ port: server.port });
    for (const text of ['a', 'b', 'c']) {
      expect(await way.send([counted(text)], NEVER)).toBe(undefined);
      await arrives(text.charCodeAt(0) - 96, server);
      const { socket } = server.connections.at(-1) ?? {};
      // The system of both sides knows of it once the call has returned; the sender is told nothing.
      if (text === 'b') socket?.resetAndDestroy();
      else socket?.end();
    }
    expect(server.messages()).toEqual(['a', 'b', 'c']);
    expect(server.connections.length).toBe(3);
  });

  test('is all read before the end, when there is time', async () => {
    const begin: (() => void)[] = [];
    const server = await startSyslogServer({
      greet: (socket, read) => {
        socket.pause();
        begin.push(read, () => socket.resume());
      },
    });
    const way = syslogWay({ port: server.port });
    const big = counted('x'.repeat(100_000));
    expect(await way.send([big, big], NEVER)).toBe(undefined);
    const closed = way.close();
    for (const one of begin) one();
    await closed;
    expect(server.messages().map(({ length }) => length)).toEqual([100_000, 100_000]);
  });
});

describe('a fault is told', () => {
  test('when nobody listens', async () => {
    const way = syslogWay({ port: 1 });
    expect(await way.send([counted('a')], NEVER)).toMatchObject({ kind: 'not_listening' });
  });

  test('when the other side breaks off in the middle', async () => {
    const server = await startSyslogServer({ heard: (socket) => socket.resetAndDestroy() });
    const way = syslogWay({ port: server.port });
    expect(await way.send([counted('x'.repeat(8_000_000))], NEVER)).toMatchObject({
      kind: 'cut',
      words: `127.0.0.1:${server.port} broke the connection off.`,
    });
  });

  test('when it lets everybody in and throws them out after the first bytes', async () => {
    const tls = { ...RECEIVER_TLS.sound, requestCert: true, rejectUnauthorized: true };
    const server = await startSyslogServer({ tls });
    const way = syslogWay({ port: server.port, transport: 'tls', trust: TRUST });
    expect(await way.send([counted('a')], NEVER)).toMatchObject({ kind: 'tls' });
    const gate = await startSyslogServer({ heard: (socket) => socket.destroy() });
    expect(await syslogWay({ port: gate.port }).send([counted('a')], NEVER)).toMatchObject({ kind: 'cut' });
  });

  test.each(['expired', 'wrongHost', 'selfSigned'] as const)(
    'when the certificate is %s, and nothing is sent',
    async (which) => {
      const server = await startSyslogServer({ tls: RECEIVER_TLS[which] });
      const way = syslogWay({ port: server.port, transport: 'tls', trust: TRUST });
      const fault = await way.send([counted('a')], NEVER);
      expect(fault).toMatchObject({ kind: 'tls', words: expect.stringContaining('certificate') });
      expect(server.messages()).toEqual([]);
    },
  );

  test('when TLS does not begin', async () => {
    const clock = new ManualClock();
    const server = await startSyslogServer({ greet: () => {} });
    const way = syslogWay({ port: server.port, transport: 'tls', clock });
    const sent = way.send([counted('a')], NEVER);
    await waitUntil(() => server.connections.length > 0, { what: 'a connection' });
    await waitUntil(() => passes(clock, 15_000), { what: 'time passes' });
    expect(await sent).toMatchObject({ kind: 'timeout' });
  });

  test('when the other side reads nothing, and nothing piles up here', async () => {
    const clock = new ManualClock();
    const server = await startSyslogServer({ greet: (socket) => void socket.pause() });
    const way = syslogWay({ port: server.port, clock });
    const sent = way.send([counted('x'.repeat(32_000_000))], NEVER);
    await waitUntil(() => server.connections.length > 0, { what: 'a connection' });
    const before = process.getActiveResourcesInfo().filter((one) => one === 'TCPSocketWrap').length;
    for (let ms = 0; ms <= 2 * WRITE_MS; ms += 1_000) await clock.advance(1_000);
    expect(await sent).toMatchObject({ kind: 'timeout', words: expect.stringContaining('read nothing for 10 s') });
    expect(process.getActiveResourcesInfo().filter((one) => one === 'TCPSocketWrap').length).toBeLessThanOrEqual(
      before,
    );
  });

  test('when nobody wants it any more, at once', async () => {
    const server = await startSyslogServer({ greet: (socket) => void socket.pause() });
    const end = new AbortController();
    const sent = syslogWay({ port: server.port }).send([counted('x'.repeat(32_000_000))], end.signal);
    await waitUntil(() => server.connections.length > 0, { what: 'a connection' });
    end.abort();
    expect(await sent).toMatchObject({ kind: 'stopped' });
  });

  test('when it may not be sent there', async () => {
    const server = await startSyslogServer();
    const way = syslogWay({ port: server.port, allow: '127.0.0.0/8:1' });
    expect(await way.send([counted('a')], NEVER)).toMatchObject({ kind: 'denied' });
    expect(server.connections).toEqual([]);
  });
});

test('the end does not wait for one who never closes', async () => {
  const clock = new ManualClock();
  const half: Socket[] = [];
  const server = await startSyslogServer({ greet: (socket) => void half.push(socket.pause()) });
  const way = syslogWay({ port: server.port, clock });
  const sent = way.send([counted('a')], NEVER);
  await waitUntil(() => passes(clock, 3_000), { what: 'time passes' });
  expect(await sent).toBe(undefined);
  const closed = way.close();
  await clock.advance(CLOSE_MS);
  await closed;
  expect(half.length).toBe(1);
});

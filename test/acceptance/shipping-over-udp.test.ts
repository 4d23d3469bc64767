// Lines over UDP, where nobody says what arrives: what the process counts is held against what came.
import { createSocket } from 'node:dgram';
import { expect, onTestFinished, test } from 'vitest';
import { type ShippingCounts, serveShipping } from '../support/shipping-server.ts';
import { readSyslog } from '../support/syslog/syslog-reading.ts';
import { waitUntil } from '../support/wait-until.ts';

async function listenForDatagrams() {
  const socket = createSocket('udp4');
  const heard: string[] = [];
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await new Promise<void>((resolve) => socket.close(resolve));
    isOpen = false;
  };
  socket.on('message', (bytes) => heard.push(bytes.toString()));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  onTestFinished(close);
  return { port: socket.address().port, heard, close };
}

const sumOf = ({ sent, dropped, depth }: ShippingCounts): number =>
  Object.values(dropped).reduce((sum, count) => sum + count, sent + depth);

test('each line over UDP is counted once, as sent where the system took it, and as given up where it says that nobody listens', async () => {
  const { port, heard, close } = await listenForDatagrams();
  const { server, ask, counts, shippable, told } = await serveShipping({
    ...{ TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'papertrail', TOCSIN_PAPERTRAIL_TRANSPORT: 'udp' },
    ...{ TOCSIN_PAPERTRAIL_HOST: '127.0.0.1', TOCSIN_PAPERTRAIL_PORT: String(port) },
    ...{ TOCSIN_PAPERTRAIL_BATCH_SIZE: '10', TOCSIN_PAPERTRAIL_FLUSH_INTERVAL_SECONDS: '1' },
    TOCSIN_EXTERNAL_LOGGING_ATTEMPTS: '2',
  });
  const settled = async (): Promise<ShippingCounts> => {
    let now = await counts('papertrail');
    const isSettled = async () => {
      now = await counts('papertrail');
      return now.depth === 0;
    };
    await waitUntil(isSettled, { what: 'nothing waits', limitMs: 30_000 });
    return now;
  };
  await server.line((line) => line.includes('"scheduler_lock_acquired"'));
  await ask(40);
  const first = await settled();
  await waitUntil(() => heard.length >= first.sent, { what: 'what was sent is heard' });
  expect([first.sent > 40, sumOf(first), first.retries]).toEqual([true, first.lines, 0]);
  expect(first.lastSuccess).toBeGreaterThan(Date.now() / 1_000 - 60);
  await close();
  await ask(20);
  const second = await settled();
  expect(second.dropped).toMatchObject({ buffer_full: 0, refused: 0, too_large: 0, stopped: 0 });
  expect([second.dropped.given_up > 0, second.retries > 0, sumOf(second)]).toEqual([true, true, second.lines]);
  await server.kill('SIGTERM');
  const written = shippable();
  const lost = told('external_log_lines_dropped', 'papertrail').reduce((sum, { lines = 0 }) => sum + lines, 0);
  expect(heard.length).toBe(first.sent);
  expect(first.sent + lost).toBe(written.length);
  const texts = heard.map((message) => readSyslog(message).text);
  expect(texts).toEqual(written.slice(0, first.sent));
});

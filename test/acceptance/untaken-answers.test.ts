import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

let server: TestServer;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.dispose();
});

/** A server whose page of events is larger than what a connection holds on its way, and two programs that read. */
async function given() {
  const clock = new ManualClock();
  server = await runServer({ clock });
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  const token = async (scope: string) =>
    `Bearer ${(await admin.post('/api/tokens', { name: scope, scope })).body?.token}`;
  const sender = new ApiClient(server.url, { authorization: await token('ingest') });
  for (let n = 0; n < 480; n++) {
    await sender.post('/api/events', { severity: 'info', message: `${n}`, metadata: { text: 'x'.repeat(16_000) } });
    await clock.advance(50);
  }
  return { admin, authorization: await token('read') };
}

/** Asks for the same page so often on one connection, and takes nothing of what comes. */
function askWithoutTaking(authorization: string, times = 1): Socket {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
  sockets.push(socket.pause());
  socket.write(
    `GET /api/events?limit=500 HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n\r\n`.repeat(times),
  );
  return socket;
}

const activeOf = async (admin: ApiClient): Promise<number> =>
  Number(
    /active_requests\{method="GET",endpoint="\/api\/events"\} (\d+)/.exec((await admin.get('/metrics')).text)?.[1],
  );

test('of one caller eight requests are answered at a time, whether their answers are taken or not, and no other caller waits for that', async () => {
  const { admin, authorization } = await given();
  const [first] = [
    askWithoutTaking(authorization, 6),
    askWithoutTaking(authorization),
    askWithoutTaking(authorization),
  ];
  await expect.poll(() => activeOf(admin)).toBe(8);
  const reader = new ApiClient(server.url, { authorization });
  const answered = { ninth: false };
  const ninth = reader.get('/api/events?limit=1').finally(() => {
    answered.ninth = true;
  });
  await expect.poll(() => activeOf(admin)).toBe(9);
  expect((await admin.get('/api/events?limit=1')).status).toBe(200);
  expect(answered.ninth).toBe(false);
  first.destroy();
  expect((await ninth).status).toBe(200);
  await expect.poll(() => activeOf(admin)).toBe(2);
});

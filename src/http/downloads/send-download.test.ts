import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { sendDownload } from './send-download.ts';

const PART = 'x'.repeat(100_000);

let server: Server;
let clock: ManualClock;
let content: AsyncIterable<string>;
/** What became of the last download. */
let sent: Promise<void> | undefined;
beforeEach(async () => {
  [clock, sent] = [new ManualClock(), undefined];
  server = createServer((_request, response) => {
    sent = sendDownload({ content, writeHead: () => response.writeHead(200) }, clock);
    sent.catch(() => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Parts without end, or so many, which notes how many were asked for and whether nobody wants more. */
function parts(count = Number.POSITIVE_INFINITY) {
  const seen = { asked: 0, isOver: false };
  content = (async function* () {
    try {
      for (; seen.asked < count; ) {
        seen.asked++;
        yield PART;
      }
    } finally {
      seen.isOver = true;
    }
  })();
  return seen;
}

function ask(): Socket {
  const address = server.address();
  const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  return socket.pause();
}

/** Resolves when the client holds the download up: all that the system has room for is on its way. */
async function untilHeldUp(seen: { readonly asked: number }): Promise<number> {
  await expect.poll(() => clock.sleeping).toBe(1);
  let asked = 0;
  await expect
    .poll(
      () => {
        const before = asked;
        asked = seen.asked;
        return asked > 0 && asked === before && clock.sleeping === 1;
      },
      { interval: 100 },
    )
    .toBe(true);
  return asked;
}

describe('a download', () => {
  test('is sent whole, and nothing is left behind', async () => {
    const seen = parts(30);
    const body = await text(ask());
    expect(body.match(/x{1000}/g)).toHaveLength(3_000);
    expect(body.endsWith('\r\n0\r\n\r\n')).toBe(true);
    await sent;
    expect([seen.isOver, clock.sleeping]).toEqual([true, 0]);
  });

  test('asks for nothing while its client takes nothing, and goes on when it does', async () => {
    const seen = parts();
    const socket = ask();
    const asked = await untilHeldUp(seen);
    await clock.advance(59_000);
    expect(seen.asked).toBe(asked);
    socket.resume();
    await expect.poll(() => seen.asked).toBeGreaterThan(asked + 100);
    socket.destroy();
    await sent;
    expect(seen.isOver).toBe(true);
  });

  test('is broken off when its client takes nothing for a minute', async () => {
    const seen = parts();
    const socket = ask();
    await untilHeldUp(seen);
    await clock.advance(60_000);
    await sent;
    expect([seen.isOver, clock.sleeping]).toEqual([true, 0]);
    expect((await text(socket)).endsWith('\r\n0\r\n\r\n')).toBe(false);
  });

  test('ends with its client', async () => {
    const seen = parts();
    const socket = ask();
    await untilHeldUp(seen);
    socket.destroy();
    await sent;
    expect([seen.isOver, clock.sleeping]).toEqual([true, 0]);
  });

  test('is broken off where a part cannot be had, and is no answer yet where that is the first one', async () => {
    const failing = (count: number) =>
      (async function* () {
        for (let n = 0; n < count; n++) yield PART;
        throw new Error('no more');
      })();
    content = failing(2);
    expect((await text(ask())).endsWith('\r\n0\r\n\r\n')).toBe(false);
    await sent;
    content = failing(0);
    const before = sent;
    const socket = ask();
    await expect.poll(() => sent !== before).toBe(true);
    await expect(sent).rejects.toThrow('no more');
    expect(socket.bytesRead).toBe(0);
  });
});

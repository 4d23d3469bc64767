import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { EventStream, EventStreams } from './event-stream.ts';

let server: Server;
let clock: ManualClock;
let next: (client: EventStream) => void;
beforeEach(async () => {
  clock = new ManualClock();
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    next(new EventStream(response, clock));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function portOf(): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const paused = new Set<Socket>();
/** Clients that did not read do so now. */
function resumeAll(): void {
  for (const socket of paused) socket.resume();
}

/** Opens a stream as a client would, and gives the server's end of it. */
function open(read: boolean): Promise<{ readonly client: EventStream; readonly received: Promise<string> }> {
  return new Promise((resolve) => {
    const socket = connect(portOf(), '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    const received = read ? text(socket) : new Promise<string>(() => {});
    if (!read) paused.add(socket.pause());
    next = (client) => resolve({ client, received });
  });
}

describe('an event stream', () => {
  test('sends each message with its name, its id and its data on one line', async () => {
    const { client, received } = await open(true);
    client.send({ event: 'state', data: { text: 'two\nlines' }, id: '7' });
    client.close('bye');
    const body = await received;
    expect(body).toContain('id: 7\nevent: state\ndata: {"text":"two\\nlines"}\n\n');
    expect(body).toContain('event: closing\ndata: {"reason":"bye"}\n\n');
  });

  test('says how far its client is without a message', async () => {
    const { client, received } = await open(true);
    client.mark('9');
    client.close('bye');
    expect(await received).toContain('id: 9\n\n');
  });

  test('says when so much is unread that whoever can wait should, and when all of it was taken', async () => {
    const { client } = await open(false);
    expect(client.isBehind).toBe(false);
    while (!client.isBehind) client.send({ event: 'x', data: 'y'.repeat(1_000) });
    expect(client.closed.aborted).toBe(false);
    let taken = 0;
    client.onceTaken(() => {
      taken += 1;
    });
    expect(taken).toBe(0);
    resumeAll();
    await expect.poll(() => taken).toBe(1);
    expect(client.isBehind).toBe(false);
  });

  test('does nothing after it was closed, and may be closed twice', async () => {
    const { client, received } = await open(true);
    client.close('one');
    client.close('two');
    client.send({ event: 'late', data: 1 });
    const body = await received;
    expect(body).not.toContain('two');
    expect(body).not.toContain('late');
  });

  test('that is quiet shows every fifteen seconds that it is alive, and leaves no timer behind', async () => {
    const { client, received } = await open(true);
    await clock.advance(45_000);
    client.close('bye');
    expect((await received).match(/: still here\n\n/g)).toHaveLength(3);
    await clock.advance(0);
    expect(clock.sleeping).toBe(0);
  });

  test('closes a client that does not read, when its buffer is full', async () => {
    const { client } = await open(false);
    const data = 'x'.repeat(100_000);
    for (let sent = 0; sent < 1_000 && !client.closed.aborted; sent += 1) {
      client.send({ event: 'flood', data });
      if (sent % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(client.closed.aborted).toBe(true);
  });

  test('ends when the client goes away', async () => {
    next = () => {};
    const opened = new Promise<EventStream>((resolve) => {
      next = resolve;
    });
    const socket = connect(portOf(), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    const client = await opened;
    socket.destroy();
    await new Promise((resolve) => client.closed.addEventListener('abort', resolve));
    expect(client.closed.aborted).toBe(true);
  });
});

describe('all event streams', () => {
  test('are bounded, forget what has ended, and are closed together', async () => {
    const happened: string[] = [];
    const streams = new EventStreams({
      most: 3,
      mostOfACaller: 2,
      occurrences: {
        streamOpened: () => happened.push('opened'),
        streamClosed: () => happened.push('closed'),
        streamRefused: ({ open: held }) => happened.push(`refused at ${held}`),
        requestFailed: () => happened.push('failed'),
      },
    });
    const full = expect.objectContaining({ code: 'too_many_requests' });
    const [one, two, three] = [await open(true), await open(true), await open(true)];
    streams.add(one.client, 'ada');
    streams.refuseWhenFull('ada');
    streams.add(two.client, 'ada');
    expect(() => streams.refuseWhenFull('ada')).toThrow(full);
    streams.refuseWhenFull('bob');
    streams.add(three.client, 'bob');
    expect(() => streams.refuseWhenFull('eve')).toThrow(full);
    one.client.close('gone');
    for (const caller of ['ada', 'bob', 'eve']) streams.refuseWhenFull(caller);
    streams.closeAll('stopping');
    expect(await two.received).toContain('"reason":"stopping"');
    expect(happened).toEqual([
      ...['opened', 'opened', 'refused at 2', 'opened', 'refused at 3'],
      ...['closed', 'closed', 'closed'],
    ]);
  });
});

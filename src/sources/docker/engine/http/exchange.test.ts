import type { Socket } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { eventually } from '../../../../../test/support/eventually.ts';
import { startRawServer } from '../../../../../test/support/raw-server.ts';
import type { BodyTaker } from './body.ts';
import type { Target } from './dial.ts';
import { Exchange, type ExchangeEnd, type ResponseTaker } from './exchange.ts';
import { ReadPace } from './read-pace.ts';
import type { ResponseHead } from './response-head.ts';

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('an exchange', () => {
  test('sends the request and hands over head, body and end', async () => {
    const { exchange, server } = await asked((socket) => socket.end(`${CHUNKED}5\r\nhello\r\n4\r\n you\r\n0\r\n\r\n`));
    expect(await exchange.end).toEqual({ how: 'complete' });
    expect([exchange.receivedHead?.status, exchange.body()]).toEqual([200, 'hello you']);
    expect(server.requests).toEqual(['GET / HTTP/1.1\r\nHost: a\r\n\r\n']);
    expect(exchange.calls.slice(0, 3)).toEqual(['connected', 'head', 'data']);
    expect(exchange.calls.slice(-2)).toEqual(['rested', 'ended']);
  });

  test('is complete at the last chunk, though the engine keeps the connection open', async () => {
    const { exchange } = await asked((socket) => void socket.write(`${CHUNKED}1\r\na\r\n0\r\n\r\n`));
    expect(await exchange.end).toEqual({ how: 'complete' });
  });

  test('reads a body by its length, and one that ends with the connection', async () => {
    const sized = await asked((socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef'));
    expect([await sized.exchange.end, sized.exchange.body()]).toEqual([{ how: 'complete' }, 'abc']);
    const open = await asked((socket) => void socket.end('HTTP/1.0 200 OK\r\n\r\nabc'));
    expect([await open.exchange.end, open.exchange.body()]).toEqual([{ how: 'complete' }, 'abc']);
    const empty = await asked((socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    expect([await empty.exchange.end, empty.exchange.body()]).toEqual([{ how: 'complete' }, '']);
  });

  test('passes over answers that only announce another', async () => {
    const { exchange } = await asked(
      (socket) =>
        void socket.write(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\n${CHUNKED}0\r\n\r\n`),
    );
    expect(await exchange.end).toEqual({ how: 'complete' });
    expect(exchange.calls.filter((call) => call === 'head').length).toBe(1);
  });

  test.each([
    ['announces without end', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100), 'never gets to an answer'],
    ['wants another protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 'never gets to an answer'],
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'no HTTP'],
    ['has a coding that nobody asked for', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n', '"gzip"'],
  ])('ends without a head when the answer %s', async (_, text, reason) => {
    const { exchange } = await asked((socket) => void socket.write(text));
    expect(await exchange.end).toMatchObject({
      how: 'malformed',
      answered: false,
      reason: expect.stringContaining(reason),
    });
    expect(exchange.receivedHead).toBe(undefined);
  });

  test('tells what came instead of an answer', async () => {
    const { exchange } = await asked((socket) => void socket.write(Buffer.from([0x15, 3, 1])));
    expect(await exchange.end).toMatchObject({ how: 'malformed', beginning: Buffer.from([0x15, 3, 1]) });
  });

  test('hands over what came before a chunk that cannot be read', async () => {
    const { exchange } = await asked((socket) => void socket.write(`${CHUNKED}2\r\nab\r\nwhat`));
    expect(await exchange.end).toMatchObject({ how: 'malformed', answered: true });
    expect(exchange.body()).toBe('ab');
  });

  test('is cut when the connection ends before the body does', async () => {
    const early = await asked((socket) => void socket.end());
    expect(await early.exchange.end).toEqual({ how: 'cut', answered: false });
    const late = await asked((socket) => void socket.end(`${CHUNKED}5\r\nhel`));
    expect([await late.exchange.end, late.exchange.body()]).toEqual([{ how: 'cut', answered: true }, 'hel']);
  });

  test('tells how the connection failed', async () => {
    const { exchange } = await asked(
      (socket) => {
        socket.write(`${CHUNKED}1\r\na\r\n`, () => socket.resetAndDestroy());
      },
      { on: 'tcp' },
    );
    expect(await exchange.end).toMatchObject({ how: 'failed', answered: true, error: { code: 'ECONNRESET' } });
    const nobody = new Recorder({ kind: 'unix', path: '/nowhere/engine.sock' });
    expect(await nobody.end).toMatchObject({ how: 'failed', answered: false, error: { code: 'ENOENT' } });
    expect(nobody.calls).toEqual(['ended']);
  });

  test('tells for how long what it read may have waited, before it hands that over', async () => {
    const told = vi.spyOn(ReadPace.prototype, 'waitedMs').mockReturnValue(250);
    const { exchange } = await asked((socket) => void socket.write(`${CHUNKED}1\r\na\r\n`));
    await eventually(() => expect(exchange.calls).toContain('data'));
    expect(exchange.calls.slice(2, 4)).toEqual(['waited 250', 'data']);
    exchange.exchange.close();
    told.mockRestore();
  });

  test('tells the pace of reading how many pieces came with each read', async () => {
    const told = vi.spyOn(ReadPace.prototype, 'mayGoOn');
    const { exchange } = await asked((socket) => {
      socket.write(`${CHUNKED}1\r\na\r\n`);
      void eventually(() => expect(told).toHaveBeenCalled()).then(() => socket.write('1\r\na\r\n'.repeat(7)));
    });
    await eventually(() => expect(exchange.length).toBe(8));
    expect(told.mock.calls).toEqual([
      [expect.any(Number), 1, expect.any(Number)],
      [7 * '1\r\na\r\n'.length, 7, expect.any(Number)],
    ]);
    exchange.exchange.close();
    told.mockRestore();
  });

  test('lets everything else have its turn between two reads that brought much', async () => {
    const size = 32 * 1024 * 1024;
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`;
    let [turn, before] = [0, 0];
    const readIn: number[] = [];
    const count = (): void => {
      turn += 1;
      turning = setImmediate(count);
    };
    let turning = setImmediate(count);
    const { exchange } = await asked(
      (socket) => void socket.write(Buffer.concat([Buffer.from(head), Buffer.alloc(size)])),
      {
        on: 'tcp',
        atData: ({ length }) => {
          if (length - before > 48 * 1024) readIn.push(turn);
          before = length;
        },
      },
    );
    expect(await exchange.end).toEqual({ how: 'complete' });
    clearImmediate(turning);
    expect(exchange.length).toBe(size);
    expect(readIn.length).toBeGreaterThan(10);
    expect(new Set(readIn).size).toBe(readIn.length);
  });

  test('makes the engine wait while it is paused, and loses nothing by it', async () => {
    let waiting = false;
    const { exchange } = await asked((socket) => {
      socket.write(CHUNKED);
      void (async () => {
        for (let at = 0; at < 300; at += 1) {
          if (socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`)) continue;
          waiting = true;
          await new Promise((resolve) => socket.once('drain', resolve));
        }
        socket.end('0\r\n\r\n');
      })();
    });
    await eventually(() => expect(exchange.calls).toContain('data'));
    exchange.exchange.pause();
    await eventually(() => expect(waiting).toBe(true));
    const before = exchange.length;
    await turns();
    expect(exchange.length).toBe(before);
    exchange.exchange.resume();
    expect(await exchange.end).toEqual({ how: 'complete' });
    expect(exchange.length).toBe(300 * 65_536);
  });

  test('calls nobody any more once it was closed, from within a piece of the body too', async () => {
    const { exchange } = await asked((socket) => void socket.write(`${CHUNKED}1\r\na\r\n1\r\nb\r\n0\r\n\r\n`), {
      atData: ({ exchange: itself }) => itself.close(),
    });
    await eventually(() => expect(exchange.calls).toContain('data'));
    exchange.exchange.close();
    await turns();
    expect(exchange.calls).toEqual(['connected', 'head', 'data']);
    expect(exchange.body()).toBe('a');
  });

  test('keeps the bytes of many connections apart, though they are read into the same memory', async () => {
    const server = await startRawServer((socket, request) => {
      const letter = request[5] ?? '';
      const write = (left: number): void => {
        if (left === 0) socket.end('0\r\n\r\n');
        else socket.write(`a\r\n${letter.repeat(10)}\r\n`, () => setImmediate(() => write(left - 1)));
      };
      socket.write(CHUNKED);
      write(50);
    });
    const letters = [...'abcdefghijklmnopqrst'];
    const exchanges = letters.map(
      (letter) =>
        new Recorder({ kind: 'unix', path: String(server.at) }, { request: `GET /${letter} HTTP/1.1\r\n\r\n` }),
    );
    await Promise.all(exchanges.map(({ end }) => end));
    expect(exchanges.map((one) => one.body())).toEqual(letters.map((letter) => letter.repeat(500)));
  });
});

/** Asks, and writes down every call. */
class Recorder implements ResponseTaker, BodyTaker {
  readonly calls: string[] = [];
  readonly end: Promise<ExchangeEnd>;
  readonly exchange: Exchange;
  receivedHead: ResponseHead | undefined;
  length = 0;
  readonly #resolve: (end: ExchangeEnd) => void;
  readonly #pieces: Buffer[] = [];
  readonly #atData: ((recorder: Recorder) => void) | undefined;

  constructor(target: Target, { request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', atData }: RecorderOptions = {}) {
    const { promise, resolve } = Promise.withResolvers<ExchangeEnd>();
    [this.end, this.#resolve, this.#atData] = [promise, resolve, atData];
    this.exchange = new Exchange({ target, request, taker: this });
  }

  connected(): void {
    this.calls.push('connected');
  }

  head(head: ResponseHead): BodyTaker {
    this.calls.push('head');
    this.receivedHead = head;
    return this;
  }

  waited(ms: number): void {
    if (ms > 0) this.calls.push(`waited ${ms}`);
  }

  data(bytes: Uint8Array, from: number, end: number): void {
    this.calls.push('data');
    this.#pieces.push(Buffer.from(bytes.subarray(from, end)));
    this.length += end - from;
    this.#atData?.(this);
  }

  rested(): void {
    this.calls.push('rested');
  }

  ended(end: ExchangeEnd): void {
    this.calls.push('ended');
    this.#resolve(end);
  }

  body(): string {
    return Buffer.concat(this.#pieces).toString();
  }
}

interface RecorderOptions {
  readonly request?: string;
  readonly atData?: (recorder: Recorder) => void;
}

interface AskOptions extends RecorderOptions {
  readonly on?: 'unix' | 'tcp';
}

async function asked(answer: (socket: Socket) => unknown, options: AskOptions = {}) {
  const server = await startRawServer((socket) => void answer(socket), options.on);
  const target: Target =
    typeof server.at === 'string'
      ? { kind: 'unix', path: server.at }
      : { kind: 'tcp', host: '127.0.0.1', port: server.at, tls: undefined };
  return { server, exchange: new Recorder(target, options) };
}

/** As many turns of the event loop as anything that is still under way could need. */
async function turns(): Promise<void> {
  for (let count = 0; count < 50; count += 1) await new Promise((resolve) => setImmediate(resolve));
}

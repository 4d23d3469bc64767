// Everything that a receiver of messages may do wrong, each as one way to treat a connection whose request has come.
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Clock } from '../../../src/core/clock.ts';

export interface PlainAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Fault =
  | 'accept_then_silence'
  | 'half_close'
  | 'close_before_answer'
  | 'reset_before_answer'
  | 'reset_in_body'
  | 'end_in_body'
  | 'endless_body'
  | 'body_byte_a_second'
  | 'headers_byte_a_second'
  | 'continue_only'
  | 'http_1_0'
  | 'no_http'
  | 'garbage_chunks'
  | 'gzip_bomb'
  | 'endless_headers'
  | 'endless_hints'
  | 'endless_continues';

/** One request's treatment. */
export type Step = PlainAnswer | Fault;

const head = (status: number, headers: Readonly<Record<string, string>> = {}): string =>
  `HTTP/1.1 ${status} Whatever\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

export function play(step: Step, socket: Socket, clock: Clock): void {
  if (typeof step === 'object') answer(step, socket);
  else FAULTS[step](socket, clock);
}

function answer({ status, headers, body = '' }: PlainAnswer, socket: Socket): void {
  const length = { 'Content-Length': String(Buffer.byteLength(body)) };
  socket.end(head(status, { ...length, Connection: 'close', ...headers }) + body);
}

const FAULTS: Readonly<Record<Fault, (socket: Socket, clock: Clock) => void>> = {
  accept_then_silence: () => {},
  half_close: (socket) => void socket.end(),
  close_before_answer: (socket) => void socket.destroy(),
  reset_before_answer: (socket) => void socket.resetAndDestroy(),
  reset_in_body: (socket) =>
    void socket.write(`${head(200, { 'Content-Length': '1000' })}half of it`, () => socket.resetAndDestroy()),
  end_in_body: (socket) => void socket.end(`${head(200, { 'Content-Length': '1000' })}half of it`),
  endless_body: (socket) => pour(socket, head(200), 'x'.repeat(64 * 1024)),
  body_byte_a_second: (socket, clock) => {
    socket.write(head(200, { 'Content-Length': '100000' }));
    void drip(socket, 'x'.repeat(100_000), clock);
  },
  headers_byte_a_second: (socket, clock) => void drip(socket, head(200, { 'X-Slow': 'x'.repeat(10_000) }), clock),
  continue_only: (socket) => void socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
  http_1_0: (socket) => void socket.end('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nok'),
  no_http: (socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
  garbage_chunks: (socket) => void socket.end(`${head(200, { 'Transfer-Encoding': 'chunked' })}zz\r\nwhatever\r\n`),
  gzip_bomb: (socket) => {
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024));
    socket.write(head(200, { 'Content-Encoding': 'gzip', 'Content-Length': String(bomb.length) }));
    socket.end(bomb);
  },
  endless_headers: (socket) => pour(socket, 'HTTP/1.1 200 OK\r\n', `X-More: ${'x'.repeat(1_000)}\r\n`.repeat(50)),
  endless_hints: (socket) => pour(socket, '', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(50)),
  endless_continues: (socket) => pour(socket, '', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(50)),
};

/** The same again and again, as fast as it is taken. */
function pour(socket: Socket, start: string, again: string): void {
  socket.write(start);
  const more = (): void => {
    if (socket.writable) socket.write(again, () => setImmediate(more));
  };
  more();
}

async function drip(socket: Socket, text: string, clock: Clock): Promise<void> {
  for (const character of text) {
    if (!socket.writable) return;
    socket.write(character);
    await clock.sleep(1_000);
  }
}

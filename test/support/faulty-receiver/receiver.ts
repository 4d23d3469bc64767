// A receiver of messages on a real socket, with TLS or without, that treats each request as the test's script says and remembers it.
import { createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../src/core/clock.ts';
import { play, type Step } from './faults.ts';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** When it had come, by the receiver's clock. */
  readonly at: number;
}

export interface FaultyReceiver {
  /** `http://127.0.0.1:…` or `https://127.0.0.1:…`, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly ReceivedRequest[];
  /** Connections that came, whether anything was asked on them or not. */
  readonly connections: () => number;
  /** Connections that are open now. */
  readonly open: () => number;
  /** What comes from now on is treated like this; the last step holds for all that follow. */
  script(...steps: readonly [Step, ...Step[]]): void;
  /** Refuses connections, as a machine that is off. */
  down(): Promise<void>;
  up(): Promise<void>;
}

export interface ReceiverOptions {
  readonly script?: readonly [Step, ...Step[]];
  /** What a test wants to answer to what came, in place of the script. */
  readonly reply?: (request: ReceivedRequest) => Step;
  readonly tls?: TlsOptions;
  readonly clock?: Clock;
  /** The beginning is not answered: a handshake or a request that stalls. */
  readonly isDeaf?: boolean;
}

const OK: Step = { status: 200, body: 'ok' };

/** Gone when the test ends. */
export async function startFaultyReceiver(options: ReceiverOptions = {}): Promise<FaultyReceiver> {
  const receiver = new Receiver(options);
  await receiver.up();
  onTestFinished(() => receiver.down());
  return receiver;
}

class Receiver implements FaultyReceiver {
  readonly requests: ReceivedRequest[] = [];
  readonly #options: ReceiverOptions;
  readonly #open = new Set<Socket>();
  #steps: readonly [Step, ...Step[]];
  #server: Server | undefined;
  #connections = 0;
  port = 0;

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#steps = options.script ?? [OK];
  }

  get url(): string {
    return `${this.#options.tls ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  connections = (): number => this.#connections;
  open = (): number => this.#open.size;

  script(...steps: readonly [Step, ...Step[]]): void {
    this.#steps = steps;
  }

  async up(): Promise<void> {
    const { tls, isDeaf } = this.#options;
    const served = (socket: Socket) => this.#serve(socket);
    const server = tls && !isDeaf ? createTlsServer(tls, served) : createPlainServer(isDeaf ? () => {} : served);
    server.on('connection', (socket: Socket) => this.#remember(socket));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    const address = server.address();
    this.port = typeof address === 'object' && address ? address.port : 0;
    this.#server = server;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    for (const socket of this.#open) socket.destroy();
    await closed;
  }

  #remember(socket: Socket): void {
    this.#connections++;
    this.#open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#open.delete(socket));
  }

  #serve(socket: Socket): void {
    socket.on('error', () => {});
    let text = '';
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      const request = wholeRequest(text, this.#now());
      if (request === undefined) return;
      text = '';
      this.requests.push(request);
      play(this.#options.reply?.(request) ?? this.#nextStep(), socket, this.#options.clock ?? systemClock);
    });
  }

  #now(): number {
    return (this.#options.clock ?? systemClock).now();
  }

  #nextStep(): Step {
    const [step, next, ...rest] = this.#steps;
    if (next !== undefined) this.#steps = [next, ...rest];
    return step;
  }
}

function wholeRequest(text: string, at: number): ReceivedRequest | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [start = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = text.slice(end + 4);
  if (body.length < Number(headers['content-length'] ?? 0)) return undefined;
  const [method = '', path = ''] = start.split(' ');
  return { method, path, headers, body: Buffer.from(body, 'latin1').toString('utf8'), at };
}

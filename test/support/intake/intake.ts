// A receiver of log lines on a real socket, as strict as a real one: it notes what is wrong with each request, and treats it as the test's script says.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { TlsOptions } from 'node:tls';
import { gunzipSync } from 'node:zlib';

export interface IntakeRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: IncomingMessage['headers'];
  /** Decompressed. */
  readonly body: string;
  /** When it had come, by the monotonic clock of this process. */
  readonly at: number;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request's treatment. What is torn was taken, but its answer ends in the middle. */
export type Treatment = 'takes' | 'torn' | 'reset' | 'silence' | Reply | ((request: IntakeRequest) => Reply);

export interface Contract {
  /** Every way in which the request is not as it has to be. */
  faults(request: IntakeRequest): readonly string[];
  /** Keeps what a sound request brings. */
  take(request: IntakeRequest): Reply;
}

export class Intake {
  readonly requests: IntakeRequest[] = [];
  /** Of all requests so far; a sender that knows the contract leaves it empty. */
  readonly faults: string[] = [];
  readonly #contract: Contract;
  readonly #tls: TlsOptions | undefined;
  #server: Server | undefined;
  #steps: readonly [Treatment, ...Treatment[]] = ['takes'];
  #port = 0;

  /** Without certificates it speaks plain HTTP. */
  constructor(contract: Contract, tls?: TlsOptions) {
    this.#contract = contract;
    this.#tls = tls;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `${this.#tls ? 'https' : 'http'}://127.0.0.1:${this.#port}`;
  }

  /** What comes from now on is treated like this; the last step holds for all that follow. */
  script(...steps: readonly [Treatment, ...Treatment[]]): void {
    this.#steps = steps;
  }

  /** On the port that it had before. */
  async up(): Promise<void> {
    const serve = (request: IncomingMessage, response: ServerResponse) =>
      void this.#serve(request, response).catch(() => {});
    const server = this.#tls ? createTlsServer(this.#tls, serve) : createServer(serve);
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    const address = server.address();
    this.#port = typeof address === 'object' && address ? address.port : 0;
    this.#server = server;
  }

  /** Refuses connections, as a machine that is off. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(message);
    const { method = '', url: path = '', headers } = message;
    const isGzip = headers['content-encoding'] === 'gzip';
    const body = (isGzip ? gunzipSync(bytes) : bytes).toString();
    const request = { method, path, headers, body, at: performance.now() };
    this.requests.push(request);
    const faults = [
      ...(method === 'POST' ? [] : [`the method is ${method}`]),
      ...(isGzip ? [] : ['the body is not in gzip']),
      ...(headers['content-length'] === `${bytes.length}` ? [] : ['the length is not told']),
      ...this.#contract.faults(request),
    ];
    this.faults.push(...faults);
    const [step, ...rest] = this.#steps;
    const [next, ...others] = rest;
    if (next !== undefined) this.#steps = [next, ...others];
    if (faults.length > 0) answer(response, { status: 400, body: faults.join('; ') });
    else this.#treat(step, request, response);
  }

  #treat(step: Treatment, request: IntakeRequest, response: ServerResponse): void {
    if (step === 'silence') return;
    if (step === 'reset') response.socket?.resetAndDestroy();
    else if (step === 'takes') answer(response, this.#contract.take(request));
    else if (step === 'torn') tear(response, this.#contract.take(request));
    else answer(response, typeof step === 'function' ? step(request) : step);
  }
}

function answer(response: ServerResponse, { status, headers = {}, body = '' }: Reply): void {
  response.writeHead(status, headers).end(body);
}

function tear(response: ServerResponse, { status, headers = {}, body = '' }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) + 1 });
  response.write(body, () => response.socket?.destroy());
}

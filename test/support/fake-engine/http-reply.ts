// One answer of the fake engine, under full control of its bytes.
import type { Socket } from 'node:net';

export interface ReplyOptions {
  /** No chunk of HTTP holds more than this. */
  readonly chunkBytes: number;
  /** The head waits for the first piece of the body. */
  readonly lateHead: boolean;
}

export class HttpReply {
  readonly #socket: Socket;
  readonly #options: ReplyOptions;
  /** Bytes that wait because the head may not leave yet; undefined when they may. */
  #held: Buffer[] | undefined = [];
  #isHeldBack = false;
  /** How many bytes of the body may still be sent before the connection breaks. */
  #untilCut = Infinity;
  #isOver = false;

  constructor(socket: Socket, options: ReplyOptions) {
    [this.#socket, this.#options] = [socket, options];
    socket.on('close', () => {
      this.#isOver = true;
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** A whole answer with a body. */
  whole(status: number, body: string, headers: readonly string[] = []): void {
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    this.#socket.end(`${headText(status, [...headers, length])}${body}`);
    this.#isOver = true;
  }

  /** Begins an answer in chunks. */
  begin(headers: readonly string[]): void {
    this.#held = [Buffer.from(headText(200, [...headers, 'Transfer-Encoding: chunked']))];
    if (!this.#options.lateHead) this.#let();
  }

  /** A piece of the body. */
  send(body: Uint8Array): void {
    for (let at = 0; at < body.length && !this.#isOver; at += this.#options.chunkBytes)
      this.#chunk(body.subarray(at, at + this.#options.chunkBytes));
  }

  end(): void {
    if (this.#isOver) return;
    this.#write(Buffer.from('0\r\n\r\n'));
    this.#let();
    this.#isOver = true;
    if (this.#held === undefined) this.#socket.end();
  }

  /** The connection breaks now. */
  cut(): void {
    this.#isOver = true;
    this.#socket.destroy();
  }

  /** It breaks when so many more bytes of the body were sent, in the middle of a chunk if need be. */
  cutAfter(bytes: number): void {
    this.#untilCut = bytes;
  }

  /** Nothing leaves until `release`, the head neither. */
  holdBack(): void {
    this.#isHeldBack = true;
  }

  release(): void {
    this.#isHeldBack = false;
    this.#let();
    if (this.#isOver) this.#socket.end();
  }

  #chunk(payload: Uint8Array): void {
    const head = Buffer.from(`${payload.length.toString(16)}\r\n`);
    const isLast = payload.length > this.#untilCut;
    const sent = payload.subarray(0, Math.min(payload.length, this.#untilCut));
    this.#untilCut -= sent.length;
    this.#write(Buffer.concat(isLast ? [head, sent] : [head, sent, Buffer.from('\r\n')]));
    this.#let();
    if (!isLast) return;
    this.#isOver = true;
    this.#socket.end();
  }

  #write(bytes: Buffer): void {
    if (this.#held === undefined) this.#socket.write(bytes);
    else this.#held.push(bytes);
  }

  /** Lets what was held go, unless it is still held back. */
  #let(): void {
    if (this.#isHeldBack || this.#held === undefined) return;
    this.#socket.write(Buffer.concat(this.#held));
    this.#held = undefined;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
};

const headText = (status: number, headers: readonly string[]): string =>
  `HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`;

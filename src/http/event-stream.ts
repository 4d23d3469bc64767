import type { ServerResponse } from 'node:http';

// Server-sent events: one open reply, many small messages. A client that does not read is closed when its buffer is full:
// it comes back by itself, and asks for what it missed.

const MOST_BUFFERED_BYTES = 1 << 20;
const HEARTBEAT_MS = 15_000;

/** One listening client. `send` never waits and never throws. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #closed = new AbortController();
  readonly #heartbeat: NodeJS.Timeout;

  constructor(response: ServerResponse) {
    this.#response = response;
    this.#heartbeat = setInterval(() => this.#write(': still here\n\n'), HEARTBEAT_MS);
    response.once('close', () => this.#end());
    response.on('error', () => this.#end());
  }

  /** Aborted when the client has gone, or was closed by us. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  send(message: { readonly event: string; readonly data: unknown; readonly id?: string }): void {
    const id = message.id === undefined ? '' : `id: ${message.id}\n`;
    this.#write(`${id}event: ${message.event}\ndata: ${JSON.stringify(message.data)}\n\n`);
  }

  /** Says goodbye with a last event, so that the client knows that it should come back. */
  close(reason: string): void {
    if (this.#closed.signal.aborted) return;
    this.send({ event: 'closing', data: { reason } });
    this.#end();
  }

  #write(text: string): void {
    if (this.#closed.signal.aborted) return;
    this.#response.write(text);
    if (this.#response.writableLength > MOST_BUFFERED_BYTES) this.#response.destroy();
  }

  #end(): void {
    clearInterval(this.#heartbeat);
    this.#closed.abort();
    this.#response.end();
  }
}

/** All open streams, so that a stopping server can tell each of them. */
export class EventStreams {
  readonly #open = new Set<EventStream>();
  readonly #most: number;

  constructor(most = 500) {
    this.#most = most;
  }

  get full(): boolean {
    return this.#open.size >= this.#most;
  }

  add(stream: EventStream): void {
    this.#open.add(stream);
    stream.closed.addEventListener('abort', () => this.#open.delete(stream), { once: true });
  }

  closeAll(reason: string): void {
    for (const stream of [...this.#open]) stream.close(reason);
  }
}

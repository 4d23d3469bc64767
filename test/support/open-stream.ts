// A stream of events of which its client takes everything at once, without a connection.
import type { EventStream } from '../../src/http/event-stream.ts';

export class OpenStream {
  readonly sent: { readonly event: string; readonly data: unknown }[] = [];
  readonly isBehind = false;
  readonly #closed = new AbortController();

  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  get events(): readonly string[] {
    return this.sent.map(({ event }) => event);
  }

  send(message: { readonly event: string; readonly data: unknown }): void {
    this.sent.push(message);
  }

  close(reason: string): void {
    this.send({ event: 'closing', data: { reason } });
    this.#closed.abort();
  }

  /** Whoever sends without waiting uses only these parts of it. */
  get stream(): EventStream {
    return this as unknown as EventStream;
  }
}

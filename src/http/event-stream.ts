// Server-sent events: one open reply, many small messages. A client that does not read is closed when its buffer is full:
// it comes back by itself, and asks for what it missed.
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { TocsinError } from '../core/errors.ts';
import type { HttpOccurrences } from '../telemetry/occurrences/http.ts';

const MOST_BUFFERED_BYTES = 1 << 20;
/** From here on whoever can wait should. */
const MUCH_BUFFERED_BYTES = MOST_BUFFERED_BYTES / 4;
const HEARTBEAT_MS = 15_000;
const MOST_STREAMS = 500;
/** One who opens them without end takes no place from the others. */
const MOST_OF_A_CALLER = 100;

/** The last event of every stream that this side ends: its client should come back. */
export const closingEvent = z.object({ reason: z.string() });

/** One listening client. `send` never waits and never throws. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #closed = new AbortController();

  constructor(response: ServerResponse, clock: Clock) {
    this.#response = response;
    response.once('close', () => this.#end());
    response.on('error', () => this.#end());
    void this.#beat(clock);
  }

  /** Aborted when the client has gone, or was closed by us. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  send(message: { readonly event: string; readonly data: unknown; readonly id?: string }): void {
    const id = message.id === undefined ? '' : `id: ${message.id}\n`;
    this.#write(`${id}event: ${message.event}\ndata: ${JSON.stringify(message.data)}\n\n`);
  }

  /** Says up to where a client has everything, although there was nothing to send: from there on it asks again. */
  mark(id: string): void {
    this.#write(`id: ${id}\n\n`);
  }

  /** So much was sent that the client has not taken yet; beyond the bound it is closed. */
  get isBehind(): boolean {
    return this.#response.writableLength > MUCH_BUFFERED_BYTES;
  }

  /** Calls back once, as soon as the client has taken everything. */
  onceTaken(listener: () => void): void {
    this.#response.once('drain', listener);
  }

  /** Says goodbye with a last event, so that the client knows that it should come back. */
  close(reason: string): void {
    if (this.#closed.signal.aborted) return;
    this.send({ event: 'closing', data: { reason } satisfies z.input<typeof closingEvent> });
    this.#end();
  }

  /** Keeps proxies from taking a quiet stream for a dead one. */
  async #beat(clock: Clock): Promise<void> {
    while (!this.#closed.signal.aborted) {
      await clock.sleep(HEARTBEAT_MS, this.#closed.signal);
      this.#write(': still here\n\n');
    }
  }

  #write(text: string): void {
    if (this.#closed.signal.aborted) return;
    this.#response.write(text);
    if (this.#response.writableLength > MOST_BUFFERED_BYTES) this.#response.destroy();
  }

  #end(): void {
    this.#closed.abort();
    this.#response.end();
  }
}

/** Sends to a client whatever comes, until either goes. */
export type StreamFeed = (client: EventStream) => void | Promise<void>;

export interface EventStreamsOptions {
  readonly occurrences: Pick<HttpOccurrences, 'streamOpened' | 'streamClosed' | 'streamRefused' | 'requestFailed'>;
  readonly most?: number;
  readonly mostOfACaller?: number;
}

/** All open streams: so many and no more, of each caller and together, and a stopping server can tell each of them. */
export class EventStreams {
  /** Each with who opened it. */
  readonly #open = new Map<EventStream, string>();
  readonly #most: number;
  readonly #mostOfACaller: number;
  readonly #occurrences: EventStreamsOptions['occurrences'];

  constructor({ occurrences, most = MOST_STREAMS, mostOfACaller = MOST_OF_A_CALLER }: EventStreamsOptions) {
    this.#occurrences = occurrences;
    [this.#most, this.#mostOfACaller] = [most, mostOfACaller];
  }

  /** Call before a stream is opened: afterwards its reply can be no refusal any more. */
  refuseWhenFull(caller: string): void {
    if (this.#open.size >= this.#most) throw this.#refusal('Too many live views are open.');
    const own = [...this.#open.values()].filter((other) => other === caller).length;
    if (own >= this.#mostOfACaller) throw this.#refusal(`You have ${own} live views open; close some of them.`);
  }

  add(stream: EventStream, caller: string): void {
    this.#open.set(stream, caller);
    this.#occurrences.streamOpened();
    stream.closed.addEventListener('abort', () => this.#remove(stream), { once: true });
  }

  /** A fault on the way ends this stream and no more: its client comes back. */
  async feed(stream: EventStream, begin: StreamFeed): Promise<void> {
    try {
      await begin(stream);
    } catch (error) {
      this.#occurrences.requestFailed({ error });
      stream.close('something went wrong at the server; its log tells what');
    }
  }

  closeAll(reason: string): void {
    for (const stream of [...this.#open.keys()]) stream.close(reason);
  }

  #refusal(message: string): TocsinError {
    this.#occurrences.streamRefused({ open: this.#open.size });
    return new TocsinError('too_many_requests', message, { retryAfterSeconds: 10 });
  }

  #remove(stream: EventStream): void {
    this.#open.delete(stream);
    this.#occurrences.streamClosed();
  }
}

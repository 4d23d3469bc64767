// Posts one HTTP request to where messages may go, and nowhere else. Redirects are not followed, no proxy is asked, and every phase has its time.

import type { Clock } from '../core/clock.ts';
import { abortWith, OVER } from '../core/signals/abort-with.ts';
import type { Connected, GuardedConnect } from './egress/guarded-connect.ts';
import { placeText } from './egress/place.ts';
import { type WebPlace, type WebTarget, webTarget } from './egress/target.ts';
import { Ahead } from './http/ahead.ts';
import { type Exchanged, exchange } from './http/exchange.ts';
import { secure } from './http/tls-connect.ts';
import { lastingFault, netFault, STOPPED } from './net-fault.ts';

export interface OutgoingRequest {
  /** It may hold a secret: nothing of it is ever repeated but its host and port. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly signal: AbortSignal;
  /** How much of the answer's body is kept, where it is more than a sentence. */
  readonly keepBytes?: number;
  /** A connection that was made for it, if it is of use. */
  readonly ahead?: Ahead;
}

export interface FetchParts {
  readonly connect: Pick<GuardedConnect, 'connect'>;
  readonly clock: Clock;
  /** Authorities to trust besides those of the system, as PEM. */
  readonly trust?: readonly string[];
}

/** The whole of one request, from the name to the last byte of the answer. */
export const REQUEST_MS = 15_000;

export class GuardedFetch {
  readonly #parts: FetchParts;

  constructor(parts: FetchParts) {
    this.#parts = parts;
  }

  /** Makes a connection for a request that may come; nothing is sent on it before. */
  ahead(target: WebPlace): Ahead {
    return new Ahead(target, { clock: this.#parts.clock, open: (signal) => this.#open(target, signal) });
  }

  /** Any answer is an answer, whatever its status; a fault is that none came. It never rejects. */
  async send(request: OutgoingRequest): Promise<Exchanged> {
    const read = webTarget(request.url);
    if (!read.ok) return { ok: false, fault: lastingFault('invalid_target', read.words) };
    const { clock } = this.#parts;
    const late = new AbortController();
    const done = new AbortController();
    const unlink = abortWith(late, request.signal);
    const timer = clock.sleep(REQUEST_MS, done.signal).then(() => late.abort(OVER));
    try {
      const result = await this.#exchange(request, read.target, late.signal);
      if (result?.ok || !late.signal.aborted || request.signal.aborted) return result ?? { ok: false, fault: STOPPED };
      const place = placeText(read.target.host, read.target.port);
      return { ok: false, fault: netFault('timeout', `${place} did not answer within ${REQUEST_MS / 1_000} s.`) };
    } finally {
      unlink();
      done.abort(OVER);
      await timer;
    }
  }

  async #exchange(
    { headers, body, keepBytes, ahead }: OutgoingRequest,
    target: WebTarget,
    signal: AbortSignal,
  ): Promise<Exchanged | undefined> {
    const opened = (await ahead?.take(target, signal)) ?? (await this.#open(target, signal));
    if (!opened.ok) return opened;
    const bytes = Buffer.from(body);
    const fixed = { host: target.authority, connection: 'close', 'accept-encoding': 'identity' };
    const text = { path: target.path, headers: { ...headers, ...fixed, 'content-length': `${bytes.length}` } };
    const place = placeText(target.host, target.port);
    return await exchange(opened.socket, { ...text, body: bytes, place, keepBytes }, signal);
  }

  async #open(target: WebPlace, signal: AbortSignal): Promise<Connected> {
    const { connect, clock, trust = [] } = this.#parts;
    const connected = await connect.connect(target, signal);
    if (!connected.ok || !target.isTls) return connected;
    const place = placeText(target.host, target.port);
    return secure(connected.socket, { host: target.host, place, trust, clock, signal, protocol: 'http/1.1' });
  }
}

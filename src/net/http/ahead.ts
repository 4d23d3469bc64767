// A connection that is made before it is known whether anything is to be sent on it: who sends has not waited for it then.
import type { Socket } from 'node:net';
import type { Clock } from '../../core/clock.ts';
import { abortWith, OVER } from '../../core/signals/abort-with.ts';
import type { Connected } from '../egress/guarded-connect.ts';
import type { WebPlace } from '../egress/target.ts';

/** A receiver that has heard nothing for longer may be about to close it. */
export const FRESH_MS = 2_000;

export interface AheadParts {
  readonly clock: Pick<Clock, 'sleep'>;
  /** As for a request that is there already, the guard's judgement and TLS included. */
  readonly open: (signal: AbortSignal) => Promise<Connected>;
}

/** What nobody has taken within two seconds ends by itself. */
export class Ahead {
  readonly #target: WebPlace;
  /** Aborts when it was taken or dropped. */
  readonly #waiting = new AbortController();
  /** Aborts when nobody wants the connection any more. */
  readonly #stop = new AbortController();
  readonly #opening: Promise<Connected | undefined>;
  #begin = (): void => {};

  constructor(target: WebPlace, { clock, open }: AheadParts) {
    this.#target = target;
    const begun = new Promise<void>((resolve) => {
      this.#begin = resolve;
    });
    // Who asks for it is in the middle of what it is all about, such as a commit: that is said to the database first.
    setImmediate(this.#begin);
    this.#opening = begun.then(() => (this.#stop.signal.aborted ? undefined : open(this.#stop.signal)));
    // Whoever takes it hears of it; where nobody does, nobody is there to be told.
    this.#opening.catch(() => {});
    void clock.sleep(FRESH_MS, this.#waiting.signal).then(() => this.drop());
  }

  /** For one request, which goes there and has waited for nothing yet; undefined where there is none, or none any more. */
  async take(target: WebPlace, signal: AbortSignal): Promise<Connected | undefined> {
    if (this.#waiting.signal.aborted || !this.#leadsTo(target)) return undefined;
    this.#waiting.abort(OVER);
    this.#begin();
    const unlink = abortWith(this.#stop, signal);
    try {
      const opened = await this.#opening;
      if (!opened?.ok || isUnused(opened.socket)) return opened;
      opened.socket.destroy();
      return undefined;
    } finally {
      unlink();
    }
  }

  /** It is not needed, unless somebody has taken it. */
  drop(): void {
    if (this.#waiting.signal.aborted) return;
    this.#waiting.abort(OVER);
    this.#stop.abort(OVER);
    const close = (opened: Connected | undefined) => opened?.ok && opened.socket.destroy();
    this.#opening.then(close, () => {});
  }

  #leadsTo({ host, port, isTls }: WebPlace): boolean {
    return host === this.#target.host && port === this.#target.port && isTls === this.#target.isTls;
  }
}

/** A receiver that has said something without being asked has given it up: what it said is no answer. */
const isUnused = ({ readyState, readableLength }: Socket): boolean => readyState === 'open' && readableLength === 0;

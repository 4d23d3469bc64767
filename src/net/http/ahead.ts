// A connection that is made before it is known whether anything is to be sent on it: who sends has not waited for it then.
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
  readonly #stop = new AbortController();
  readonly #kept = new AbortController();
  readonly #opening: Promise<Connected | undefined>;

  constructor(target: WebPlace, { clock, open }: AheadParts) {
    this.#target = target;
    // Who asks for it is in the middle of what it is all about, such as a commit: that is said to the database first.
    const begun = new Promise<void>((resolve) => setImmediate(resolve));
    this.#opening = begun.then(() => (this.#stop.signal.aborted ? undefined : open(this.#stop.signal)));
    void clock.sleep(FRESH_MS, this.#kept.signal).then(() => this.drop());
  }

  /** For one request, which goes there and has waited for nothing yet; undefined where there is none, or none any more. */
  async take(target: WebPlace, signal: AbortSignal): Promise<Connected | undefined> {
    const { host, port, isTls } = this.#target;
    if (this.#kept.signal.aborted || target.host !== host || target.port !== port || target.isTls !== isTls)
      return undefined;
    this.#kept.abort(OVER);
    const unlink = abortWith(this.#stop, signal);
    const opened = await this.#opening;
    unlink();
    if (!opened?.ok || (opened.socket.readyState === 'open' && !signal.aborted)) return opened;
    opened.socket.destroy();
    return undefined;
  }

  /** It is not needed, unless somebody has taken it. */
  drop(): void {
    if (this.#kept.signal.aborted) return;
    this.#kept.abort(OVER);
    this.#stop.abort(OVER);
    void this.#opening.then((opened) => opened?.ok && opened.socket.destroy());
  }
}

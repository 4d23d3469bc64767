// Who may run a back-test: one of each caller, and few at once. A place is taken before anything is compiled for it.
import { abortWith, OVER } from '../../core/signals/abort-with.ts';
import type { EventStream } from '../../http/event-stream.ts';

/** One that was given to somebody whose back-test is being opened. */
export interface BacktestPlace {
  /** Aborts when nobody waits for its opening any more, and when its caller opens another one: what it needs is not wanted then. */
  readonly over: AbortSignal;
  /** From here on it runs, unless another one was opened meanwhile: then its client is told so. Whoever begins anew wants the old one no longer. */
  begin(client: EventStream): boolean;
  /** Gives back what was never begun. */
  giveUp(): void;
  /** For the one that was begun, when it is over. */
  end(client: EventStream): void;
}

const TAKEN = 'another back-test of yours took its place';

export class BacktestPlaces {
  readonly #most: number;
  /** The newest that each caller opens. */
  readonly #opening = new Map<string, AbortController>();
  readonly #running = new Map<string, EventStream>();

  constructor(most: number) {
    this.#most = most;
  }

  /** None where others have them all. It is given back as soon as nobody waits for its opening any more. */
  take(caller: string, nobodyWaits: AbortSignal): BacktestPlace | undefined {
    const taken = new Set([...this.#running.keys(), ...this.#opening.keys()]);
    if (taken.size >= this.#most && !taken.has(caller)) return undefined;
    this.#opening.get(caller)?.abort(OVER);
    const opening = new AbortController();
    const unlink = abortWith(opening, nobodyWaits);
    const giveUp = (): void => {
      unlink();
      if (this.#opening.get(caller) === opening) this.#opening.delete(caller);
    };
    if (!opening.signal.aborted) this.#opening.set(caller, opening);
    opening.signal.addEventListener('abort', giveUp, { once: true });
    return {
      over: opening.signal,
      giveUp,
      begin: (client) => {
        giveUp();
        if (opening.signal.aborted) client.close(TAKEN);
        else this.#run(caller, client);
        return !opening.signal.aborted;
      },
      end: (client) => {
        if (this.#running.get(caller) === client) this.#running.delete(caller);
      },
    };
  }

  #run(caller: string, client: EventStream): void {
    this.#running.get(caller)?.close(TAKEN);
    this.#running.set(caller, client);
  }
}

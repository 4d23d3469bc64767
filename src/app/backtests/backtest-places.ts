// Who may run a back-test: one of each caller, and few at once. A place is taken before anything is compiled for it.
import type { EventStream } from '../../http/event-stream.ts';

/** One that was given to somebody whose back-test is being opened. */
export interface BacktestPlace {
  /** From here on it runs. Whoever begins anew wants the old one no longer. */
  begin(client: EventStream): void;
  /** Gives back what was never begun. */
  giveUp(): void;
  /** For the one that was begun, when it is over. */
  end(client: EventStream): void;
}

export class BacktestPlaces {
  readonly #most: number;
  /** Who opens one. */
  readonly #opening = new Map<symbol, string>();
  readonly #running = new Map<string, EventStream>();

  constructor(most: number) {
    this.#most = most;
  }

  /** None where others have them all. It is given back as soon as nobody waits for its opening any more. */
  take(caller: string, over: AbortSignal): BacktestPlace | undefined {
    const taken = new Set([...this.#running.keys(), ...this.#opening.values()]);
    if (taken.size >= this.#most && !taken.has(caller)) return undefined;
    const place = Symbol(caller);
    const giveUp = (): void => void this.#opening.delete(place);
    if (!over.aborted) this.#opening.set(place, caller);
    over.addEventListener('abort', giveUp, { once: true });
    return {
      giveUp,
      begin: (client) => {
        giveUp();
        this.#running.get(caller)?.close('another back-test of yours took its place');
        this.#running.set(caller, client);
      },
      end: (client) => {
        if (this.#running.get(caller) === client) this.#running.delete(caller);
      },
    };
  }
}

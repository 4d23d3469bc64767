// Few requests of one caller are answered at a time, the others wait: whoever asks for hundreds of pages at once, and perhaps never takes them, neither
// delays the others nor fills the memory with what he does not take.
import { TocsinError } from '../../core/errors.ts';

/** A browser has six connections to one place. */
const MOST_AT_ONCE = 8;
const MOST_WAITING = 500;
const COME_BACK_SECONDS = 5;

export interface CallerTurnsOptions {
  readonly mostAtOnce?: number;
  readonly mostWaiting?: number;
}

export interface Turn {
  /** Resolves when the request may go on, and also when it is over before that. */
  readonly hasCome: Promise<void>;
  /** To be called when its answer was taken, or nobody waits for it any more. May be called twice. */
  readonly end: () => void;
}

export class CallerTurns {
  /** Of each caller those that run or wait, in order: the first ones run. Nobody stands here who has none. */
  readonly #requests = new Map<string, Set<() => void>>();
  readonly #mostAtOnce: number;
  readonly #mostWaiting: number;

  constructor({ mostAtOnce = MOST_AT_ONCE, mostWaiting = MOST_WAITING }: CallerTurnsOptions = {}) {
    [this.#mostAtOnce, this.#mostWaiting] = [mostAtOnce, mostWaiting];
  }

  /** Throws where too many wait. */
  begin(caller: string): Turn {
    const own = this.#requests.get(caller) ?? new Set();
    if (own.size >= this.#mostAtOnce + this.#mostWaiting)
      throw new TocsinError('too_many_requests', 'Too many of your requests wait for an answer; send fewer at once.', {
        retryAfterSeconds: COME_BACK_SECONDS,
      });
    const { promise, resolve } = Promise.withResolvers<void>();
    own.add(resolve);
    this.#requests.set(caller, own);
    this.#letRun(own);
    return { hasCome: promise, end: () => this.#end(caller, resolve) };
  }

  #end(caller: string, one: () => void): void {
    const own = this.#requests.get(caller);
    if (!own?.delete(one)) return;
    one();
    if (own.size === 0) this.#requests.delete(caller);
    this.#letRun(own);
  }

  /** Of those that run already nobody waits. */
  #letRun(own: ReadonlySet<() => void>): void {
    let left = this.#mostAtOnce;
    for (const one of own) {
      if (left-- === 0) return;
      one();
    }
  }
}

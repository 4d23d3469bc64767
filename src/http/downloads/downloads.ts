// All downloads that run: so many and no more, of each caller and together. Each holds a page of what it sends in memory.
import { TocsinError } from '../../core/errors.ts';

const MOST_TOGETHER = 8;
const MOST_OF_A_CALLER = 2;
const COME_BACK_SECONDS = 10;

export interface DownloadsOptions {
  readonly mostTogether?: number;
  readonly mostOfACaller?: number;
}

export class Downloads {
  /** How many of each caller run; nobody stands here who has none. */
  readonly #running = new Map<string, number>();
  readonly #mostTogether: number;
  readonly #mostOfACaller: number;
  #together = 0;

  constructor({ mostTogether = MOST_TOGETHER, mostOfACaller = MOST_OF_A_CALLER }: DownloadsOptions = {}) {
    this.#mostTogether = mostTogether;
    this.#mostOfACaller = mostOfACaller;
  }

  /** Gives what to call once, when the download is over; throws where there is no room for one. */
  begin(caller: string): () => void {
    const own = this.#running.get(caller) ?? 0;
    if (own >= this.#mostOfACaller)
      throw full(`You have ${own} downloads running already, and more are not possible at once; wait for one to end.`);
    if (this.#together >= this.#mostTogether)
      throw full(
        `${this.#together} downloads are running already, and more are not possible at once; try again later.`,
      );
    this.#together++;
    this.#running.set(caller, own + 1);
    return () => this.#end(caller);
  }

  #end(caller: string): void {
    this.#together--;
    const left = (this.#running.get(caller) ?? 1) - 1;
    if (left === 0) this.#running.delete(caller);
    else this.#running.set(caller, left);
  }
}

const full = (message: string): TocsinError =>
  new TocsinError('too_many_requests', message, { retryAfterSeconds: COME_BACK_SECONDS });

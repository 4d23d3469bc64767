// What a reading says of its state, and how long it waits after a request that was of no use.

import type { ReadingState, ReconnectReason } from '../../../core/lines/reading.ts';
import { Backoff } from '../../../net/backoff.ts';
import type { ReaderSink } from '../../reading.ts';
import type { ReadingNews } from './reading-news.ts';

const FIRST_WAIT_MS = 100;
const MOST_WAIT_MS = 5_000;

/** After so many requests in a row that were of no use something is wrong. */
const MOST_USELESS = 5;

export interface ReadingProgressOptions {
  readonly sink: Pick<ReaderSink, 'state' | 'reconnected'>;
  readonly news: Pick<ReadingNews, 'pauseAtMost'>;
  readonly random: () => number;
  /** Aborts when the reading stops: then nothing more is said. */
  readonly signal: AbortSignal;
}

export class ReadingProgress {
  readonly #options: ReadingProgressOptions;
  readonly #pace: Backoff;
  #told: string | undefined;

  constructor(options: ReadingProgressOptions) {
    this.#options = options;
    this.#pace = new Backoff({ firstMs: FIRST_WAIT_MS, mostMs: MOST_WAIT_MS, random: options.random });
  }

  /** Whether so many requests were of no use that the state says so, until one is. */
  get isDegraded(): boolean {
    return this.#pace.failures > MOST_USELESS;
  }

  /** Says it when it is something else than was said last. */
  tell(state: ReadingState, note?: string): void {
    const both = `${state} ${note ?? ''}`;
    if (this.#options.signal.aborted || both === this.#told) return;
    this.#told = both;
    this.#options.sink.state(state, note);
  }

  /** A request was of use. */
  succeeded(): void {
    this.#pace.succeeded();
  }

  /** A stream has ended and is opened again: at once after one that was of use, then after longer and longer waits. */
  async again(reason: ReconnectReason, note: string): Promise<void> {
    this.#options.sink.reconnected(reason);
    const wait = this.#useless(note);
    if (this.#pace.failures > 1) await this.#options.news.pauseAtMost(wait);
  }

  /** What was asked for was of no use, and would be none if it were asked for again at once. */
  async pause(note: string): Promise<void> {
    await this.#options.news.pauseAtMost(this.#useless(note));
  }

  #useless(note: string): number {
    const wait = this.#pace.next();
    if (this.isDegraded) this.tell('degraded', note);
    return wait;
  }
}

// Reads what lies behind the cursor in a container's history; of a whole engine so many at a time.
import type { CatchUpQuestion, LogRequests } from './log-requests.ts';
import { catchUp } from './pass/catch-up.ts';
import type { CaughtUp } from './pass/history-pass.ts';
import type { ReadingNews } from './reading-news.ts';
import type { ReadingProgress } from './reading-progress.ts';
import type { Release, Slots } from './slots.ts';

/** An engine that breaks off a history so often in a row will do so for ever: a record of its log is broken. */
const MOST_BROKEN_OFF = 3;

export interface HistoryReadingOptions {
  readonly requests: LogRequests;
  readonly news: ReadingNews;
  readonly progress: ReadingProgress;
  readonly catchUps: Slots;
}

export interface HistoryQuestion extends CatchUpQuestion {
  /**
   * It is read each time that a bell rings, and gives its place to others with the first byte: then the engine has gone through the log,
   * and what a container writes all the time may never come to an end. `again`: the state goes on to be what it was.
   */
  readonly look?: 'first' | 'again';
}

export class HistoryReading {
  readonly #options: HistoryReadingOptions;
  /** How often in a row the engine has broken off a history. */
  #brokenOff = 0;

  constructor(options: HistoryReadingOptions) {
    this.#options = options;
  }

  /** One whole reading of it; other streams that are wanted end it, and what was taken until then is taken. */
  async read({ hasEnded, look, unsettled }: HistoryQuestion): Promise<CaughtUp> {
    const { progress, requests, news } = this.#options;
    const release = await this.#takeCatchUp();
    if (release === undefined) return { end: { how: 'closed' }, taken: 0, firstNew: undefined, sawKnown: false };
    // One that says nothing good any more stays degraded until something has come of asking again.
    if (!progress.isDegraded && look !== 'again') progress.tell(hasEnded ? 'draining' : 'catching_up');
    try {
      const leavesOut = this.#brokenOff >= MOST_BROKEN_OFF;
      const begun = look && release;
      const result = await news.untilWished((enough) =>
        catchUp(requests.forCatchUp({ hasEnded, begun, enough, unsettled }), { leavesOut }),
      );
      if (result.end.how === 'engine_error') this.#brokenOff++;
      // What was left out is still broken: the next stream will break off there as well.
      else if (!leavesOut) this.#brokenOff = 0;
      return result;
    } finally {
      release();
    }
  }

  /** A stream went on where a history broke off. */
  wentOn(): void {
    this.#brokenOff = 0;
  }

  /** A place among those who read a history; a start ends the waiting for it, for what starts may live for a moment only. */
  #takeCatchUp(): Promise<Release | undefined> {
    const { news, catchUps } = this.#options;
    return news.interruptible((signal) => catchUps.take(signal));
  }
}

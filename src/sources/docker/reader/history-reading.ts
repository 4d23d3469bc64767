// Reads what lies behind the cursor in a container's history; of a whole engine so many at a time.

import type { Release, Slots } from '../../../core/signals/slots.ts';
import { catchUp } from './pass/catch-up.ts';
import type { CatchUpResult } from './pass/history-pass.ts';
import { silenceWords } from './pass/silence-limit.ts';
import type { ReadingNews } from './reading-news.ts';
import type { ReadingProgress } from './reading-progress.ts';
import type { CatchUpQuestion } from './requests/history-requests.ts';
import type { LogRequests } from './requests/log-requests.ts';

/** An engine that breaks off a history so often in a row will do so for ever: a record of its log is broken. */
const MOST_BROKEN_OFF = 3;

export interface HistoryReadingOptions {
  readonly requests: LogRequests;
  readonly news: ReadingNews;
  readonly progress: ReadingProgress;
  readonly catchUps: Slots;
}

export interface ReadingQuestion extends CatchUpQuestion {
  /**
   * It is read each time that a bell rings, and gives its place to others when it has come to what is being written: what a container writes
   * all the time may never come to an end. `again`: the state goes on to be what it was.
   */
  readonly look?: 'first' | 'again';
}

const NOT_READ: CatchUpResult = {
  end: { how: 'closed' },
  records: 0,
  taken: 0,
  firstNew: undefined,
  sawKnown: false,
};

export class HistoryReading {
  readonly #options: HistoryReadingOptions;
  /** How often in a row the engine has broken off a history. */
  #brokenOff = 0;
  /** The engine has said nothing for a minute, and since then nothing that is new. */
  #isSilent = false;

  constructor(options: HistoryReadingOptions) {
    this.#options = options;
  }

  /** One whole reading of it; other streams that are wanted end it, and what was taken until then is taken. */
  async read({ hasEnded, look, unsettled }: ReadingQuestion): Promise<CatchUpResult> {
    const { requests, news } = this.#options;
    const release = await this.#takeCatchUp();
    if (release === undefined) return NOT_READ;
    const state = look === 'again' ? undefined : hasEnded ? 'draining' : 'catching_up';
    this.#tell(state);
    try {
      const leavesOut = this.#brokenOff >= MOST_BROKEN_OFF;
      const caughtUp = look && release;
      const silent = (forMs: number): void => this.#heard(forMs, state);
      const question = { hasEnded, caughtUp, silent, unsettled };
      const result = await news.untilWished((enough) =>
        catchUp(requests.forCatchUp({ ...question, enough }), { leavesOut }),
      );
      if (result.end.how === 'complete') this.#isSilent = false;
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

  /** One that says nothing good any more stays degraded until something has come of asking again. */
  #tell(state: 'draining' | 'catching_up' | undefined): void {
    const { progress } = this.#options;
    if (state !== undefined && !progress.isDegraded && !this.#isSilent) progress.tell(state);
  }

  #heard(silentMs: number, state: 'draining' | 'catching_up' | undefined): void {
    const { progress } = this.#options;
    this.#isSilent = silentMs > 0;
    if (!this.#isSilent) this.#tell(state);
    else if (!progress.isDegraded) progress.tell('degraded', silenceWords(silentMs));
  }

  /** A place among those who read a history; a start ends the waiting for it, for what starts may live for a moment only. */
  #takeCatchUp(): Promise<Release | undefined> {
    const { news, catchUps } = this.#options;
    return news.interruptible((signal) => catchUps.take(signal));
  }
}

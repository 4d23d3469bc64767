// Follows a running container whose stream leaves lines out: the stream is a bell, and what was written is read from the history.

import type { Unsettled } from '../pass/ending/held-line.ts';
import type { CatchUpResult } from '../pass/history-pass.ts';
import type { PassEnd } from '../pass/pass-contract.ts';
import type { Bell } from '../requests/bell.ts';
import { BellWait } from './bell-wait.ts';
import type { Followed, Following, FollowingTools } from './following.ts';

/** Between two readings of the history at least. A last line that is the same after this time is whole: nobody takes so long to write a record. */
const REST_MS = 300;

/** An engine reads the whole log before it sends the newest lines: it is to rest for so many times as long as that took. */
const REST_TIMES = 4;

/** What is known comes again with each answer, five seconds of it at least. The more it is the longer is the rest, up to where a record comes again about six times. */
const REST_A_KNOWN_MS = 2;
const MOST_REST_FOR_KNOWN_MS = 1_000;

/** A bell that was there for less time than this was of no use. */
const SHORT_MS = 1_000;

/** A log that takes so long to be read is worth a word. */
const SLOW_MS = 1_000;

const NOTE =
  'Its lines are read from its log each time that the engine’s stream tells of some: that stream leaves lines out.';

export class BellFollowing implements Following {
  readonly #tools: FollowingTools;
  /** By the monotonic clock, until when the engine is to rest, unless something is heard that was not when it was asked. */
  #rest = { until: 0, heard: '' };
  #note = NOTE;

  constructor(tools: FollowingTools) {
    this.#tools = tools;
  }

  async follow(): Promise<Followed> {
    const { requests, news, container, sink } = this.#tools;
    const { wishes } = news;
    await this.#restBefore();
    const bell = requests.listen();
    const leave = container.onChange(() => {
      if (news.wishes !== wishes || !container.now.isRunning) bell.close();
    });
    const end = await this.#answer(bell);
    bell.close();
    leave();
    if (news.wishes !== wishes) sink.reconnected('streams_changed');
    return { end, came: 'unknown' };
  }

  /** Each time a history comes first: nothing has to be remembered of how one ended. */
  heed(): void {}

  /** A bell that ends soon is hung up again, but the engine is not asked more often for that. */
  async #restBefore(): Promise<void> {
    const { news, container, options } = this.#tools;
    const { until, heard } = this.#rest;
    const isMoved = (): boolean => !container.now.isRunning || news.heard() !== heard;
    await news.pauseUnless(isMoved, until - options.clock.monotonic());
  }

  /** Reads each time that it rings, until it is over or a reading fails. */
  async #answer(bell: Bell): Promise<PassEnd> {
    const { clock } = this.#tools.options;
    const [hungAt, wait] = [clock.monotonic(), new BellWait(clock)];
    let unsettled: Unsettled | undefined;
    for (let looks = 0; looks === 0 || !bell.over.aborted; looks++) {
      const rung = bell.hush();
      const result = await this.#look(looks === 0 ? 'first' : 'again', unsettled);
      if (result.end.how !== 'complete') return result.end;
      unsettled = result.unsettled;
      await clock.sleep(this.#rest.until - clock.monotonic(), bell.over);
      if (clock.monotonic() - hungAt >= SHORT_MS) this.#succeeded();
      if (unsettled === undefined) await wait.forRing(rung, bell);
    }
    return bell.result;
  }

  #succeeded(): void {
    const { progress } = this.#tools;
    progress.succeeded();
    progress.tell('following', this.#note);
  }

  async #look(look: 'first' | 'again', unsettled: Unsettled | undefined): Promise<CatchUpResult> {
    const { history, requests, progress, news, sink, options } = this.#tools;
    const [before, heard] = [requests.histories.waitedMs, news.heard()];
    const result = await history.read({ look, unsettled });
    const waitedMs = requests.histories.waitedMs - before;
    if (result.end.how !== 'complete') return result;
    this.#rest = { until: options.clock.monotonic() + restAfter(result, waitedMs), heard };
    // Whatever rang before it was asked for has come, or is there no more.
    const { newest } = requests.cursor;
    if (newest && result.unsettled === undefined) sink.known(newest);
    this.#note = noteOf(waitedMs);
    // While bells end at once that is worth more words.
    if (!progress.isDegraded) progress.tell('following', this.#note);
    return result;
  }
}

function restAfter({ records, taken }: CatchUpResult, waitedMs: number): number {
  const restForKnown = Math.min(REST_A_KNOWN_MS * (records - taken), MOST_REST_FOR_KNOWN_MS);
  return Math.max(REST_MS, REST_TIMES * waitedMs, restForKnown);
}

/** In steps of twice the time, so that it is not told anew at each reading. */
function noteOf(waitedMs: number): string {
  if (waitedMs < SLOW_MS) return NOTE;
  const seconds = 2 ** Math.floor(Math.log2(waitedMs / 1000));
  return `${NOTE} It reads the whole log for that, which takes more than ${seconds} s, and lines are late by as much and more. Give the container a log with a bound (max-size).`;
}

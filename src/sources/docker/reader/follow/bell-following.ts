// Follows a running container whose stream leaves lines out: the stream is a bell, and what was written is read from the history.
import type { Unsettled } from '../pass/held-line.ts';
import type { PassEnd } from '../pass/pass-contract.ts';
import type { Bell } from './bell.ts';
import type { Followed, Following, FollowingTools } from './following.ts';

/** Between two readings of the history at least. A last line that is the same after this time is whole: nobody takes so long to write a record. */
const REST_MS = 300;

/** An engine reads the whole log before it sends the newest lines: it is to rest for so many times as long as that took. */
const REST_TIMES = 4;

/** The bell may have been hung up after the first look: there is a second one. */
const SECOND_LOOK_MS = 1_000;

/** A bell may be broken: without it there is a look now and then. */
const LOOK_EVERY_MS = 300_000;

/** A bell that was there for less time than this and for no line was of no use. */
const SHORT_MS = 1_000;

/** A log that takes so long to be read is worth a word. */
const SLOW_MS = 1_000;

const NOTE =
  'Its lines are read from its log each time that the engine’s stream tells of some: that stream leaves lines out.';

export class BellFollowing implements Following {
  readonly #tools: FollowingTools;

  constructor(tools: FollowingTools) {
    this.#tools = tools;
  }

  async follow(): Promise<Followed> {
    const { requests, news, container, progress, sink, options } = this.#tools;
    const { wishes } = news;
    const started = options.clock.monotonic();
    const bell = requests.listen();
    const leave = container.onChange(() => {
      if (news.wishes !== wishes || !container.now.isRunning) bell.close();
    });
    const { end, taken } = await this.#answer(bell);
    bell.close();
    leave();
    if (taken > 0 || options.clock.monotonic() - started >= SHORT_MS) progress.succeeded();
    if (news.wishes !== wishes) sink.reconnected('streams_changed');
    return { end, hasAll: false };
  }

  /** Each time a history comes first: nothing has to be remembered of how one ended. */
  heed(): void {}

  /** Reads each time that it rings, until it is over or a reading fails. */
  async #answer(bell: Bell): Promise<{ readonly end: PassEnd; readonly taken: number }> {
    const { history, requests, progress, options } = this.#tools;
    let taken = 0;
    let unsettled: Unsettled | undefined;
    for (let looks = 0; !bell.over.aborted; looks++) {
      const rung = bell.hush();
      const before = requests.waitedMs;
      const result = await history.read({ look: looks === 0 ? 'first' : 'again', unsettled });
      if (result.end.how !== 'complete') return { end: result.end, taken };
      taken += result.taken;
      unsettled = result.unsettled;
      const waitedMs = requests.waitedMs - before;
      progress.tell('following', noteOf(waitedMs));
      await options.clock.sleep(Math.max(REST_MS, REST_TIMES * waitedMs), bell.over);
      if (unsettled === undefined) await this.#rings(rung, looks === 0 ? SECOND_LOOK_MS : LOOK_EVERY_MS, bell.over);
    }
    return { end: await bell.result, taken };
  }

  /** Resolves when it has rung, when the time is over, or when it will never ring again. */
  async #rings(rung: Promise<void>, ms: number, over: AbortSignal): Promise<void> {
    const enough = new AbortController();
    await Promise.race([rung, this.#tools.options.clock.sleep(ms, AbortSignal.any([enough.signal, over]))]);
    enough.abort();
  }
}

/** In steps of twice the time, so that it is not told anew at each reading. */
function noteOf(waitedMs: number): string {
  if (waitedMs < SLOW_MS) return NOTE;
  const seconds = 2 ** Math.floor(Math.log2(waitedMs / 1000));
  return `${NOTE} It reads the whole log for that, which takes more than ${seconds} s, and lines are late by as much and more. Give the container a log with a bound (max-size).`;
}

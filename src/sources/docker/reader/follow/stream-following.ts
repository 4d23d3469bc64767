// Follows a running container by its stream, which brings each next line; a history comes first where the stream would not begin where the last one ended.
import { inspect } from '../inspection.ts';
import { type FirstLine, isSame } from '../pass/first-line.ts';
import type { LogPass } from '../pass/log-pass.ts';
import type { PassEnd, PassResult } from '../pass/pass-contract.ts';
import type { ReadingManner } from '../reading-manner.ts';
import { watchClock } from './clock-watch.ts';
import type { Followed, Following, FollowingTools, LinesThatCame } from './following.ts';
import { watchForHidden } from './hidden-lines.ts';
import { Punctuality } from './punctuality.ts';
import { watchShortMemory } from './short-memory.ts';
import { watchForStall } from './stall-probe.ts';

/** A stream that ends within this time without a line was of no use. */
const SHORT_MS = 1_000;

/** After its container has ended a stream is to end, too. */
const END_WITHIN_MS = 5_000;

export interface StreamFollowingOptions extends Pick<ReadingManner, 'drainsAtEnd'> {
  /** The first stream would not begin where the reading is to begin. */
  readonly mustCatchUp: boolean;
}

export class StreamFollowing implements Following {
  readonly #tools: FollowingTools;
  /** The next stream would not begin where the last one ended: the history comes first. */
  #mustCatchUp: boolean;
  #isUnanchored = false;
  /** The line that came after a jump, until it is known whether lines were missing. */
  #alarm: FirstLine | undefined;
  #hasLearned = false;
  /** How much of its lines the engine keeps. */
  #keptBytes: number | undefined;
  readonly #drainsAtEnd: boolean;
  readonly #punctuality: Punctuality;

  constructor(tools: FollowingTools, { mustCatchUp, drainsAtEnd }: StreamFollowingOptions) {
    this.#tools = tools;
    this.#mustCatchUp = mustCatchUp;
    this.#drainsAtEnd = drainsAtEnd;
    this.#punctuality = new Punctuality(() => tools.options.client.now(), tools.requests.cursor.newest);
  }

  async follow(): Promise<Followed> {
    const { requests, history, progress, options } = this.#tools;
    if (requests.followClock()) this.#mustCatchUp = true;
    if (this.#mustCatchUp || requests.cursor.isStepped) {
      const end = await this.#fetchHistory();
      if (end.how !== 'complete') return { end, came: 'unknown' };
    }
    void this.#learn();
    const started = options.clock.monotonic();
    const { end, taken } = await this.#followUntilEnd();
    if (end.how !== 'engine_error') history.wentOn();
    const wasShort = options.clock.monotonic() - started < SHORT_MS && taken === 0;
    if (!wasShort) progress.succeeded();
    // It may always break off within what is known; of a history less is asked then.
    else if (end.how === 'failed') this.#mustCatchUp = true;
    return { end, came: end.how === 'complete' ? this.#cameBeforeEnd() : 'unknown' };
  }

  heed(end: PassEnd): void {
    if (end.how === 'engine_error') this.#mustCatchUp = true;
    if (end.how !== 'doubtful' && end.how !== 'unanchored') return;
    this.#alarm = end.how === 'doubtful' ? end.line : undefined;
    this.#mustCatchUp = true;
    this.#isUnanchored = true;
  }

  /** Of an engine that does not send all before it ends a stream nobody knows, however punctual its lines were, what it has kept back. */
  #cameBeforeEnd(): LinesThatCame {
    if (this.#drainsAtEnd) return 'all';
    return this.#punctuality.holds ? 'perhaps_all' : 'unknown';
  }

  async #fetchHistory(): Promise<PassEnd> {
    const { requests, history, progress, news, sink } = this.#tools;
    const { wishes } = news;
    const result = await history.read({});
    if (news.wishes !== wishes) sink.reconnected('streams_changed');
    if (result.taken > 0) progress.succeeded();
    if (result.end.how !== 'complete') return result.end;
    if (this.#alarm) requests.jumps.checked(result.firstNew === undefined || !isSame(result.firstNew, this.#alarm));
    // A stream that says there is more, and a history that does not: whichever is right, asking at once again would go round in circles.
    if (this.#isUnanchored && result.taken === 0)
      await progress.pause('The engine’s stream has lines that its history has not, again and again.');
    this.#alarm = undefined;
    this.#isUnanchored = false;
    this.#mustCatchUp = false;
    return result.end;
  }

  async #followUntilEnd(): Promise<PassResult> {
    const { requests, news, container, progress, sink } = this.#tools;
    const { wishes } = news;
    const over = new AbortController();
    const pass = requests.follow({
      opened: () => progress.tell('following'),
      rested: () => this.#punctuality.rested(requests.cursor.newest),
    });
    const leave = container.onChange(() => {
      if (news.wishes !== wishes) pass.close();
      else if (!container.now.isRunning) void this.#closeSoon(pass, over.signal);
    });
    void this.#watchForStall(pass, over.signal);
    void this.#watchMemory(pass, over.signal);
    void this.#watchClock(pass, over.signal);
    if (requests.cursor.newest !== undefined) void this.#watchForHidden(over.signal);
    const result = await pass.result;
    over.abort();
    leave();
    if (news.wishes !== wishes) sink.reconnected('streams_changed');
    return result;
  }

  #watchForStall(pass: LogPass, signal: AbortSignal): Promise<void> {
    const { options, requests, sink } = this.#tools;
    return watchForStall({
      clock: options.clock,
      pass,
      firstMissing: () => requests.histories.firstMissing(),
      now: () => options.client.now(),
      known: (newest) => sink.known(newest),
      stalled: () => {
        sink.reconnected('stalled');
        // The next stream may say as little.
        this.#mustCatchUp = true;
      },
      signal,
    });
  }

  #watchForHidden(signal: AbortSignal): Promise<void> {
    const { options, requests, sink } = this.#tools;
    return watchForHidden({
      clock: options.clock,
      cursor: requests.cursor,
      newestRecord: () => requests.histories.newestRecord(),
      isPaused: () => requests.isPaused,
      tell: (lost) => sink.gap({ reason: 'engine_error', ...lost }),
      signal,
    });
  }

  #watchClock(pass: LogPass, signal: AbortSignal): Promise<void> {
    const wasSetBack = (): boolean => this.#tools.requests.followClock();
    const askAnew = (): void => {
      this.#mustCatchUp = true;
      pass.close();
    };
    return watchClock({ clock: this.#tools.options.clock, wasSetBack, askAnew, signal });
  }

  #watchMemory(pass: LogPass, signal: AbortSignal): Promise<void> {
    return watchShortMemory({
      clock: this.#tools.options.clock,
      pass,
      keptBytes: () => this.#keptBytes,
      tell: (note) => {
        if (pass.wasOpened) this.#tools.progress.tell('following', note);
      },
      signal,
    });
  }

  async #closeSoon(pass: LogPass, over: AbortSignal): Promise<void> {
    await this.#tools.options.clock.sleep(END_WITHIN_MS, over);
    if (!over.aborted) pass.close();
  }

  /** Looks once how the container's lines are kept, beside the first stream: a container may live for a moment only. */
  async #learn(): Promise<void> {
    if (this.#hasLearned) return;
    this.#hasLearned = true;
    const { options, requests, container, signal } = this.#tools;
    const seen = await inspect(options.client, options.containerId, signal);
    this.#hasLearned = seen.ok;
    if (!seen.ok) return;
    if (seen.isRemovedAtEnd !== container.now.isRemovedAtEnd) container.change({ isRemovedAtEnd: seen.isRemovedAtEnd });
    this.#keptBytes = seen.keptBytes;
    requests.jumps.expectFilesOf(seen.rotatesAtBytes);
  }
}

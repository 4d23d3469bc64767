// One reading of one container: decides what to do next, from what is known of the container and how the last request ended.
import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import type { PositionChange, ReadingState, ReconnectReason } from '../../../core/lines/reading.ts';
import { Backoff } from '../../../net/backoff.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';
import { watchClock } from './clock-watch.ts';
import type { ContainerState } from './container-state.ts';
import { inspect } from './inspection.ts';
import { LogRequests } from './log-requests.ts';
import { catchUp } from './pass/catch-up.ts';
import type { CaughtUp } from './pass/history-pass.ts';
import { type FirstLine, isSame, type LogPass, type PassEnd, type PassResult } from './pass/log-pass.ts';
import { ReadingNews } from './reading-news.ts';
import type { ReaderOptions, ReadingOptions } from './reading-options.ts';
import { watchShortMemory } from './short-memory.ts';
import type { Release } from './slots.ts';
import { watchForStall } from './stall-probe.ts';

const FIRST_WAIT_MS = 100;
const MOST_WAIT_MS = 5_000;

/** A stream that ends within this time without a line was of no use; after so many of them something is wrong. */
const SHORT_MS = 1_000;
const MOST_SHORT = 5;

/** After its container has ended a stream is to end, too. */
const END_WITHIN_MS = 5_000;

/** An engine that breaks off a history so often in a row will do so for ever: a record of its log is broken. */
const MOST_BROKEN_OFF = 3;

/** Before each look whether an ended container has left another line. */
const DRAIN_WAITS_MS = [0, 100, 500, 500, 500] as const;

/** So late a line may be at a stream's end without anything being missed behind it. */
const PUNCTUAL_MS = 50;

type Next = 'go_on' | 'wait_for_start' | 'gone';

export class ContainerReading {
  readonly #options: ReaderOptions;
  readonly #container: ContainerState;
  readonly #sink: ReadingOptions['sink'];
  readonly #requests: LogRequests;
  readonly #stopping = new AbortController();
  readonly #news: ReadingNews;
  readonly #ended: Promise<void>;
  readonly #pace: Backoff;
  #wanted: WantedStreams;
  #state: string | undefined;
  /** The next stream would not begin where the last one ended: the history comes first. */
  #mustCatchUp: boolean;
  #isUnanchored = false;
  /** The line that came after a jump, until it is known whether lines were missing. */
  #alarm: FirstLine | undefined;
  /** Whether all lines of the container that there were when the last stream ended are known to have come. */
  #hasAll = false;
  #hasLearned = false;
  /** How much of its lines the engine keeps. */
  #keptBytes: number | undefined;
  /** How often in a row the engine has broken off a history. */
  #brokenOff = 0;
  /** Engines from 23 on end a stream only when all was sent. */
  readonly #drainsAtEnd: boolean;

  constructor(options: ReaderOptions, container: ContainerState, { position, wanted, sink }: ReadingOptions) {
    this.#options = options;
    this.#container = container;
    this.#news = new ReadingNews({ container, clock: options.clock, signal: this.#stopping.signal });
    this.#sink = sink;
    this.#wanted = wanted;
    this.#requests = new LogRequests(options, { position, wanted, sink });
    this.#mustCatchUp = position === undefined && options.startAt.at === 'moment';
    this.#pace = new Backoff({ firstMs: FIRST_WAIT_MS, mostMs: MOST_WAIT_MS, random: options.random });
    this.#drainsAtEnd = Number.parseInt(options.traits.version ?? '', 10) >= 23 && options.traits.kind === 'docker';
    this.#ended = Promise.resolve().then(() => this.#run());
  }

  takePosition(): PositionChange | undefined {
    return this.#requests.takePosition();
  }

  want(wanted: WantedStreams): void {
    if (wanted.stdout === this.#wanted.stdout && wanted.stderr === this.#wanted.stderr) return;
    this.#wanted = wanted;
    this.#requests.want(wanted);
    this.#news.wished();
  }

  pause(): void {
    this.#requests.pause();
  }

  resume(): void {
    this.#requests.resume();
  }

  stop(): Promise<void> {
    this.#stopping.abort();
    this.#requests.close();
    return this.#ended;
  }

  async #run(): Promise<void> {
    try {
      while (!this.#stopping.signal.aborted) {
        // Taken before anything is looked at: what happens from here on is news, also while the step still runs.
        const before = this.#news.heard();
        const next = await this.#step();
        if (next === 'gone') return this.#tell('gone');
        if (next === 'wait_for_start') await this.#news.wait(before);
      }
    } catch (error) {
      this.#sink.failed(error);
    }
  }

  async #step(): Promise<Next> {
    const { now } = this.#container;
    if (!this.#wanted.stdout && !this.#wanted.stderr) {
      if (now.isRemoved) return 'gone';
      this.#tell('not_wanted');
      return 'wait_for_start';
    }
    if (!now.isEngineUp) {
      await this.#news.until(() => this.#container.now.isEngineUp);
      return 'go_on';
    }
    return now.isRunning ? this.#follow() : this.#drain();
  }

  /** Reads what was written meanwhile and then waits for each next line, until the stream ends. */
  async #follow(): Promise<Next> {
    this.#hasAll = false;
    if (this.#requests.followClock()) this.#mustCatchUp = true;
    if (this.#mustCatchUp || this.#requests.cursor.isStepped) {
      const next = await this.#fetchHistory();
      if (next !== undefined) return next;
    }
    void this.#learn();
    const started = this.#options.clock.monotonic();
    const result = await this.#followUntilEnd();
    if (result.end.how !== 'engine_error') this.#brokenOff = 0;
    const wasShort = this.#options.clock.monotonic() - started < SHORT_MS && result.taken === 0;
    if (!wasShort) this.#pace.succeeded();
    this.#hasAll = result.end.how === 'complete' && (this.#drainsAtEnd || this.#requests.jumps.delayMs < PUNCTUAL_MS);
    return this.#after(result.end);
  }

  async #followUntilEnd(): Promise<PassResult> {
    const { wishes } = this.#news;
    const over = new AbortController();
    const pass = this.#requests.follow(() => this.#tell('following'));
    const leave = this.#container.onChange(() => {
      if (this.#news.wishes !== wishes) pass.close();
      else if (!this.#container.now.isRunning) void this.#closeSoon(pass, over.signal);
    });
    void this.#watchForStall(pass, over.signal);
    void this.#watchMemory(pass, over.signal);
    void this.#watchClock(pass, over.signal);
    const result = await pass.result;
    over.abort();
    leave();
    if (this.#news.wishes !== wishes) this.#sink.reconnected('streams_changed');
    return result;
  }

  #watchForStall(pass: LogPass, signal: AbortSignal): Promise<void> {
    return watchForStall({
      clock: this.#options.clock,
      pass,
      firstMissing: () => this.#requests.firstMissing(),
      now: () => this.#options.client.now(),
      known: (newest) => this.#sink.known(newest),
      stalled: () => {
        this.#sink.reconnected('stalled');
        // The next stream may say as little.
        this.#mustCatchUp = true;
      },
      signal,
    });
  }

  #watchClock(pass: LogPass, signal: AbortSignal): Promise<void> {
    const wasSetBack = (): boolean => this.#requests.followClock();
    const askAnew = (): void => {
      this.#mustCatchUp = true;
      pass.close();
    };
    return watchClock({ clock: this.#options.clock, wasSetBack, askAnew, signal });
  }

  #watchMemory(pass: LogPass, signal: AbortSignal): Promise<void> {
    return watchShortMemory({
      clock: this.#options.clock,
      pass,
      keptBytes: () => this.#keptBytes,
      tell: (note) => {
        if (pass.wasOpened) this.#tell('following', note);
      },
      signal,
    });
  }

  async #closeSoon(pass: LogPass, over: AbortSignal): Promise<void> {
    await this.#options.clock.sleep(END_WITHIN_MS, over);
    if (!over.aborted) pass.close();
  }

  #after(end: PassEnd): Promise<Next> | Next {
    switch (end.how) {
      case 'closed':
        return 'go_on';
      case 'complete':
        return this.#afterCompleteFollow();
      case 'doubtful':
      case 'unanchored':
        this.#alarm = end.how === 'doubtful' ? end.line : undefined;
        this.#mustCatchUp = true;
        this.#isUnanchored = true;
        return 'go_on';
      case 'engine_error':
        this.#mustCatchUp = true;
        return this.#again('engine_error', `The engine broke off: ${end.message}`);
      case 'protocol_error':
        return this.#again('protocol_error', `What the engine sends is no stream of lines: ${end.reason}`);
      case 'failed':
        return this.#afterFault(end.fault);
    }
  }

  /** The container has ended, or was started anew; or the engine has had enough of this stream. */
  async #afterCompleteFollow(): Promise<Next> {
    const { starts } = this.#container.now;
    const seen = await inspect(this.#options.client, this.#options.containerId, this.#stopping.signal);
    if (!seen.ok) return this.#afterFault(seen.fault);
    if (!seen.isRunning && this.#container.now.starts === starts) {
      this.#container.change({ isRunning: false });
      return 'go_on';
    }
    return this.#again('ended', 'The engine ends the stream at once, again and again.');
  }

  /** The container does not run: whatever it has left is read, and then it is left alone. */
  async #drain(): Promise<Next> {
    const { starts, isRemoved } = this.#container.now;
    if (isRemoved && this.#hasAll) return 'gone';
    for (const wait of DRAIN_WAITS_MS) {
      await this.#news.pause(wait);
      if (this.#stopping.signal.aborted || this.#container.now.starts !== starts) return 'go_on';
      const result = await this.#history(true);
      if (result.end.how !== 'complete') return this.#after(result.end);
      if (result.taken === 0) break;
    }
    this.#hasAll = true;
    if (this.#container.now.isRemoved) return 'gone';
    if (this.#container.now.starts !== starts) return 'go_on';
    this.#tell('idle');
    return 'wait_for_start';
  }

  async #fetchHistory(): Promise<Next | undefined> {
    const result = await this.#history(false);
    if (result.end.how !== 'complete') return this.#after(result.end);
    if (this.#alarm)
      this.#requests.jumps.checked(result.firstNew === undefined || !isSame(result.firstNew, this.#alarm));
    // A stream that says there is more, and a history that does not: whichever is right, asking at once again would go round in circles.
    if (this.#isUnanchored && result.taken === 0) await this.#pauseAmidContradictions();
    this.#alarm = undefined;
    this.#isUnanchored = false;
    this.#mustCatchUp = false;
    return undefined;
  }

  async #pauseAmidContradictions(): Promise<void> {
    const wait = this.#pace.next();
    if (this.#isDegraded)
      this.#tell('degraded', 'The engine’s stream has lines that its history has not, again and again.');
    await this.#news.pauseAtMost(wait);
  }

  /** One whole reading of what is behind the cursor; of a whole engine so many at a time. */
  async #history(flushAtEnd: boolean): Promise<CaughtUp> {
    const release = await this.#takeCatchUp();
    if (release === undefined) return { end: { how: 'closed' }, taken: 0, firstNew: undefined, sawKnown: false };
    // One that says nothing good any more stays degraded until something has come of asking again.
    if (!this.#isDegraded) this.#tell(flushAtEnd ? 'draining' : 'catching_up');
    try {
      const leavesOut = this.#brokenOff >= MOST_BROKEN_OFF;
      const result = await catchUp(this.#requests.forCatchUp(), { flushAtEnd, leavesOut });
      if (result.end.how === 'engine_error') this.#brokenOff++;
      // What was left out is still broken: the next stream will break off there as well.
      else if (!leavesOut) this.#brokenOff = 0;
      return result;
    } finally {
      release();
    }
  }

  /** A place among those who read a history; a start ends the waiting for it, for what starts may live for a moment only. */
  #takeCatchUp(): Promise<Release | undefined> {
    return this.#news.interruptible((signal) => this.#options.catchUps.take(signal));
  }

  /** Looks once how the container's lines are kept, beside the first stream: a container may live for a moment only. */
  async #learn(): Promise<void> {
    if (this.#hasLearned) return;
    this.#hasLearned = true;
    const seen = await inspect(this.#options.client, this.#options.containerId, this.#stopping.signal);
    this.#hasLearned = seen.ok;
    if (!seen.ok) return;
    this.#keptBytes = seen.keptBytes;
    this.#requests.jumps.expectFilesOf(seen.rotatesAtBytes);
  }

  #afterFault(fault: EngineFault): Promise<Next> | Next {
    // A proxy that cannot find its engine says so, too: whether it is gone only the list or an event can tell.
    if (fault.status === 404 && this.#container.now.isRemoved) return this.#gone();
    if (fault.status === 501) {
      this.#tell('unreadable', fault.message ?? fault.words);
      this.#hasAll = true;
      return 'wait_for_start';
    }
    return this.#again(this.#container.now.isEngineUp ? reasonOf(fault) : 'engine_lost', fault.words);
  }

  /** Nobody can read from it any more. */
  #gone(): Next {
    if (!this.#requests.wasOpened) this.#sink.gap({ reason: 'missed_short_lived', from: undefined, to: undefined });
    else if (!this.#hasAll)
      this.#sink.gap({ reason: 'removed_before_read', from: this.#requests.cursor.newest, to: undefined });
    return 'gone';
  }

  /** At once after a stream that was of use, then after longer and longer waits. */
  async #again(reason: ReconnectReason, note: string): Promise<Next> {
    this.#sink.reconnected(reason);
    const wait = this.#pace.next();
    if (this.#isDegraded) this.#tell('degraded', note);
    if (this.#pace.failures > 1) await this.#news.pauseAtMost(wait);
    return 'go_on';
  }

  get #isDegraded(): boolean {
    return this.#pace.failures > MOST_SHORT;
  }

  #tell(state: ReadingState, note?: string): void {
    const both = `${state} ${note ?? ''}`;
    if (this.#stopping.signal.aborted || both === this.#state) return;
    this.#state = both;
    this.#sink.state(state, note);
  }
}

/** Of an engine that is in reach. */
function reasonOf({ kind }: EngineFault): ReconnectReason {
  if (kind === 'timeout') return 'stalled';
  return kind === 'cut' || kind === 'closed' ? 'cut' : 'refused';
}

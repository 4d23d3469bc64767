// One reading of one container: decides what to do next, from what is known of the container and how the last request ended.

import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import type { PositionChange, ReconnectReason } from '../../../core/lines/reading.ts';
import type { ReadingOptions } from '../../reading.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';
import type { ContainerState } from './container-state.ts';
import { BellFollowing } from './follow/bell-following.ts';
import type { Following, LinesThatCame } from './follow/following.ts';
import { StreamFollowing } from './follow/stream-following.ts';
import { HistoryReading } from './history-reading.ts';
import { inspect } from './inspection.ts';
import type { PassEnd } from './pass/pass-contract.ts';
import { mannerOf } from './reading-manner.ts';
import { ReadingNews } from './reading-news.ts';
import type { ReaderOptions } from './reading-options.ts';
import { ReadingProgress } from './reading-progress.ts';
import { LogRequests } from './requests/log-requests.ts';

/** Before each look whether an ended container has left another line. */
const DRAIN_WAITS_MS = [0, 100, 500, 500, 500] as const;

type Next = 'go_on' | 'wait_for_start' | 'gone';

export class ContainerReading {
  readonly #options: ReaderOptions;
  readonly #container: ContainerState;
  readonly #sink: ReadingOptions['sink'];
  readonly #requests: LogRequests;
  readonly #history: HistoryReading;
  readonly #following: Following;
  readonly #stopping = new AbortController();
  readonly #news: ReadingNews;
  readonly #progress: ReadingProgress;
  /** Whether nothing may be asked of a container that is removed at its end, once it has ended. */
  readonly #removalIsFragile: boolean;
  readonly #ended: Promise<void>;
  #wanted: WantedStreams;
  /** Of the lines that there were when the last stream ended. */
  #came: LinesThatCame = 'unknown';

  constructor(options: ReaderOptions, container: ContainerState, { position, wanted, sink }: ReadingOptions) {
    this.#options = options;
    this.#container = container;
    this.#sink = sink;
    this.#wanted = wanted;
    const { signal } = this.#stopping;
    const news = new ReadingNews({ container, clock: options.clock, signal });
    const progress = new ReadingProgress({ sink, news, random: options.random, signal });
    const manner = mannerOf(options.traits);
    const requests = new LogRequests(options, { position, wanted, sink, manner });
    const history = new HistoryReading({ requests, news, progress, catchUps: options.catchUps });
    const tools = { options, container, sink, requests, history, news, progress, signal };
    const mustCatchUp = position === undefined && options.startAt.at === 'moment';
    const { drainsAtEnd, linesCome, removalIsFragile } = manner;
    this.#following =
      linesCome === 'in_the_stream'
        ? new StreamFollowing(tools, { mustCatchUp, drainsAtEnd })
        : new BellFollowing(tools);
    this.#removalIsFragile = removalIsFragile;
    this.#news = news;
    this.#progress = progress;
    this.#requests = requests;
    this.#history = history;
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
        const { starts } = this.#container.now;
        const next = await this.#step();
        if (next === 'gone') return this.#progress.tell('gone');
        if (next === 'wait_for_start') await this.#waitForNews(before, starts);
      }
    } catch (error) {
      this.#sink.failed(error);
    }
  }

  /** What is known of the last run says nothing of the next one, which may be over before anything is asked. */
  async #waitForNews(before: string, starts: number): Promise<void> {
    await this.#news.wait(before);
    if (this.#container.now.starts !== starts) this.#came = 'unknown';
  }

  async #step(): Promise<Next> {
    const { now } = this.#container;
    if (!this.#wanted.stdout && !this.#wanted.stderr) {
      if (now.isRemoved) return 'gone';
      this.#progress.tell('not_wanted');
      return 'wait_for_start';
    }
    if (!now.isEngineUp) {
      await this.#news.until(() => this.#container.now.isEngineUp);
      return 'go_on';
    }
    return now.isRunning ? this.#follow() : this.#drain();
  }

  async #follow(): Promise<Next> {
    const { end, came } = await this.#following.follow();
    this.#came = came;
    return this.#after(end);
  }

  #after(end: PassEnd): Promise<Next> | Next {
    this.#following.heed(end);
    switch (end.how) {
      case 'closed':
      case 'doubtful':
      case 'unanchored':
      case 'within_second':
        return 'go_on';
      case 'complete':
        return this.#afterCompleteFollow();
      case 'engine_error':
        return this.#again('engine_error', `The engine broke off: ${end.message}`);
      case 'protocol_error':
        return this.#again('protocol_error', `What the engine sends is no stream of lines: ${end.reason}`);
      case 'failed':
        return isUnreadable(end.fault) ? this.#unreadable(end.fault) : this.#afterFault(end.fault);
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
    if (isRemoved && this.#came === 'all') return 'gone';
    if (this.#removalIsFragile && (await this.#isRemovedAtEnd())) return this.#leaveAlone();
    for (const wait of DRAIN_WAITS_MS) {
      await this.#news.pause(wait);
      if (this.#stopping.signal.aborted || this.#container.now.starts !== starts) return 'go_on';
      const result = await this.#history.read({ hasEnded: () => this.#container.now.starts === starts });
      if (result.taken > 0) this.#progress.succeeded();
      if (result.end.how !== 'complete') return this.#after(result.end);
      if (result.taken === 0) break;
    }
    if (this.#container.now.starts !== starts) return 'go_on';
    this.#came = 'all';
    if (this.#container.now.isRemoved) return 'gone';
    this.#progress.tell('idle');
    return 'wait_for_start';
  }

  async #isRemovedAtEnd(): Promise<boolean> {
    const { isRemovedAtEnd } = this.#container.now;
    if (isRemovedAtEnd !== undefined) return isRemovedAtEnd;
    const seen = await inspect(this.#options.client, this.#options.containerId, this.#stopping.signal);
    if (seen.ok) this.#container.change({ isRemovedAtEnd: seen.isRemovedAtEnd });
    return seen.ok && seen.isRemovedAtEnd;
  }

  /** Its engine is removing it: a question for its lines now might keep the engine from that. */
  #leaveAlone(): Next {
    if (this.#container.now.isRemoved) return this.#gone();
    this.#progress.tell(this.#came === 'all' ? 'idle' : 'draining');
    return 'wait_for_start';
  }

  #unreadable({ message }: Refusal): Next {
    this.#progress.tell('unreadable', message);
    this.#came = 'all';
    return 'wait_for_start';
  }

  #afterFault(fault: EngineFault): Promise<Next> | Next {
    // A proxy that cannot find its engine says so, too: whether it is gone only the list or an event can tell.
    if (fault.status === 404 && this.#container.now.isRemoved) return this.#gone();
    return this.#again(this.#container.now.isEngineUp ? reasonOf(fault) : 'engine_lost', fault.words);
  }

  /** Nobody can read from it any more. */
  #gone(): Next {
    if (!this.#requests.wasOpened) this.#sink.gap({ reason: 'missed_short_lived', from: undefined, to: undefined });
    else if (this.#came !== 'all') {
      const reason = this.#came === 'perhaps_all' ? 'end_unproven' : 'removed_before_read';
      this.#sink.gap({ reason, from: this.#requests.cursor.newest, to: undefined });
    }
    return 'gone';
  }

  async #again(reason: ReconnectReason, note: string): Promise<Next> {
    await this.#progress.again(reason, note);
    return 'go_on';
  }
}

type Refusal = EngineFault & { readonly message: string };

/** An engine says of a container's lines that it cannot read them. A proxy that cannot do something says so without such a sentence, or of another question. */
const isUnreadable = (fault: EngineFault): fault is Refusal => fault.status === 501 && fault.message !== undefined;

/** Of an engine that is in reach. */
function reasonOf({ kind }: EngineFault): ReconnectReason {
  if (kind === 'timeout') return 'stalled';
  return kind === 'cut' || kind === 'closed' ? 'cut' : 'refused';
}

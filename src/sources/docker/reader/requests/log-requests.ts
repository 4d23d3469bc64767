// What one reading asks its engine for: the stream that follows, the bell, and through `histories` what was written so far. One cursor knows what of it is new.

import type { WantedStreams } from '../../../../core/lines/line-batch.ts';
import type { PositionChange } from '../../../../core/lines/reading.ts';
import { compareStamps, type Stamp, stampAfter } from '../../../../core/lines/stamp.ts';
import type { ReadingOptions } from '../../../reading.ts';
import { Cursor } from '../../cursor/cursor.ts';
import { restoreCursor, SavedCursor } from '../../cursor/saved-cursor.ts';
import { EVER, startsAt } from '../../cursor/stream-starts.ts';
import type { StartAt } from '../container-news.ts';
import type { Admission } from '../pass/admission/admission.ts';
import type { CatchUpTools } from '../pass/catch-up.ts';
import { JumpWatch } from '../pass/jump-watch.ts';
import type { LogPass } from '../pass/log-pass.ts';
import type { ReadingManner } from '../reading-manner.ts';
import type { ReaderOptions } from '../reading-options.ts';
import { Bell } from './bell.ts';
import { type CatchUpQuestion, HistoryRequests } from './history-requests.ts';
import { type PassNews, RequestMaker } from './request-maker.ts';

/** Besides the records that are known, so many are asked for when a stream is opened: what is written in the time of a reconnection. */
const FOLLOWED_RECORDS = 100;

/** An engine's clock is known to the second. */
const CLOCK_MS = 2_000;

const never = (): boolean => false;

export interface LogRequestsOptions extends ReadingOptions {
  readonly manner: ReadingManner;
}

export class LogRequests {
  readonly cursor: Cursor;
  readonly jumps: JumpWatch;
  readonly histories: HistoryRequests;
  readonly #options: ReaderOptions;
  readonly #sink: ReadingOptions['sink'];
  readonly #saved: SavedCursor;
  readonly #maker: RequestMaker;
  #bell: Bell | undefined;
  /** By the monotonic clock: since when exactly these streams are wanted. */
  #wantedAt: number;

  constructor(options: ReaderOptions, { position, wanted, sink, manner }: LogRequestsOptions) {
    this.#options = options;
    this.#sink = sink;
    const { isCoarse } = manner;
    const { mostKnown: mostEntries } = options;
    const [openSince, askedSince] = [() => this.#maker.openSince, () => this.#maker.askedSince];
    const cursorOptions = { coarse: isCoarse, openSince, askedSince, mostEntries };
    const restored = position && restoreCursor(position, cursorOptions);
    const cursor = restored ?? new Cursor({ starts: startsAt(beginningOf(options.startAt), wanted) }, cursorOptions);
    if (restored) restored.want(wanted, options.client.now());
    const parts = { options, cursor, sink };
    this.cursor = cursor;
    this.#maker = new RequestMaker({ ...parts, isCoarse }, { wanted, wasOpened: restored !== undefined });
    this.histories = new HistoryRequests({ ...parts, manner, maker: this.#maker });
    this.#saved = new SavedCursor(cursor, restored && position);
    this.#wantedAt = options.clock.monotonic();
    this.jumps = new JumpWatch(() => options.clock.monotonic());
  }

  /** Whether some stream of this container was open once: then its lines were not all missed. */
  get wasOpened(): boolean {
    return this.#maker.wasOpened;
  }

  /** Nothing was read yet and everything is wanted: there is nothing that the answer would have to reach back to. */
  get isFresh(): boolean {
    return this.cursor.newest === undefined && this.cursor.since() === undefined;
  }

  takePosition(): PositionChange | undefined {
    return this.#saved.take();
  }

  want(wanted: WantedStreams): void {
    this.#maker.wanted = wanted;
    this.#wantedAt = this.#options.clock.monotonic();
    this.cursor.want(wanted, this.#options.client.now());
  }

  /**
   * An engine whose clock was set back behind the moment from which on lines are wanted writes lines that are older than that.
   * True: what was asked for with that moment has to be asked for anew. A little too much is read then rather than too little.
   */
  followClock(): boolean {
    const { client, clock } = this.#options;
    if (!this.#isClockBehind(this.cursor.latestStart)) return false;
    this.cursor.startBy(stampAfter(client.now(), this.#wantedAt - clock.monotonic() - CLOCK_MS));
    return true;
  }

  #isClockBehind(moment: Stamp | undefined): boolean {
    return moment !== undefined && compareStamps(moment, stampAfter(this.#options.client.now(), CLOCK_MS)) > 0;
  }

  get isPaused(): boolean {
    return this.#maker.isPaused;
  }

  pause(): void {
    this.#maker.pause();
    this.histories.paused();
  }

  resume(): void {
    this.#maker.resume();
  }

  /** Ends the requests that run; every later one ends as soon as it is made. */
  close(): void {
    this.#maker.close();
    this.#bell?.close();
  }

  /** The stream that goes on as long as the container does. */
  follow(told: Pick<PassNews, 'opened' | 'rested'>): LogPass {
    const { cursor } = this;
    const tail = this.isFresh ? undefined : FOLLOWED_RECORDS + 2 * cursor.ring.count;
    const sinceCursor = cursor.newest === undefined;
    const path = this.#maker.path({ follow: true, streams: this.#maker.wanted, tail }, sinceCursor);
    const isCutByTail = tail !== undefined;
    const admission = isCutByTail ? this.#goingOn() : ({ needs: 'nothing', tellGap: 'rotated' } as const);
    return this.#maker.open({ path, admission, isCutByTail, hasEnded: never, jumps: this.jumps }, told);
  }

  #goingOn(): Admission {
    const { cursor } = this;
    return cursor.isStepped ? { needs: 'known_somewhere' } : { needs: 'known_first', since: cursor.since() };
  }

  /** The same stream as a bell. It asks for nothing that was written before: for that the engine would read the whole log. */
  listen(): Bell {
    const { client, openLines } = this.#options;
    const path = this.#maker.path({ follow: true, streams: this.#maker.wanted, tail: 0 }, false);
    const bell = new Bell({ client, path, openLines, written: (newest) => this.#sink.known(newest) });
    this.#bell = bell;
    if (this.#maker.isClosed) bell.close();
    return bell;
  }

  forCatchUp(question: CatchUpQuestion): CatchUpTools {
    this.followClock();
    return this.histories.forCatchUp(question, this.#isClockBehind(this.cursor.newest));
  }
}

const beginningOf = (startAt: StartAt): Stamp => (startAt.at === 'moment' ? startAt.moment : EVER);

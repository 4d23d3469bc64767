// The requests of one reading: each is held against the same cursor, one at a time.
import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import type { PositionChange } from '../../../core/lines/reading.ts';
import { compareStamps, type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import { Cursor, type StreamStarts } from '../cursor/cursor.ts';
import { restoreCursor, SavedCursor } from '../cursor/saved-cursor.ts';
import { type LogQuestion, logPath } from '../engine/log-path.ts';
import type { StartAt } from './container-news.ts';
import { Bell } from './follow/bell.ts';
import type { CatchUpTools } from './pass/catch-up.ts';
import type { FirstLine } from './pass/first-line.ts';
import type { Unsettled } from './pass/held-line.ts';
import type { HistoryPass } from './pass/history-pass.ts';
import { JumpWatch } from './pass/jump-watch.ts';
import { LogPass } from './pass/log-pass.ts';
import type { PassOptions, PassTools } from './pass/pass-contract.ts';
import { limitSilence, type SilenceLimits } from './pass/silence-limit.ts';
import type { ReadingManner } from './reading-manner.ts';
import type { ReaderOptions, ReadingOptions } from './reading-options.ts';

/** Besides the records that are known, so many are asked for when a stream is opened: what is written in the time of a reconnection. */
const FOLLOWED_RECORDS = 100;

/** An engine's clock is known to the second. */
const CLOCK_MS = 2_000;

/** The newest of all may be on a stream that nobody wants. */
const PROBED_RECORDS = 100;

/** What a pass tells of its beginning. */
type PassNews = Pick<PassTools, 'opened' | 'begun' | 'rested'>;

export interface CatchUpQuestion {
  /** What is read is what an ended container has left. Asked at the end: whether it has not been started meanwhile. */
  readonly hasEnded?: (() => boolean) | undefined;
  /** Called when an answer has come to what is being written, and when nobody takes what it brings. */
  readonly caughtUp?: (() => void) | undefined;
  /** Called every minute while the engine says nothing, with for how long it has, and with 0 when lines come that are new. */
  readonly silent?: ((forMs: number) => void) | undefined;
  /** Ends whatever is asked when it aborts. */
  readonly enough?: AbortSignal | undefined;
  /** What the last answer ended with and was not handed over. */
  readonly unsettled?: Unsettled | undefined;
}

const never = (): boolean => false;

const BOTH: WantedStreams = { stdout: true, stderr: true };

export interface LogRequestsOptions extends ReadingOptions {
  readonly manner: ReadingManner;
}

export class LogRequests {
  readonly cursor: Cursor;
  readonly jumps: JumpWatch;
  readonly #options: ReaderOptions;
  readonly #sink: ReadingOptions['sink'];
  readonly #saved: SavedCursor;
  readonly #manner: ReadingManner;
  #wanted: WantedStreams;
  #pass: LogPass | undefined;
  #bell: Bell | undefined;
  #waitedMs = 0;
  #caughtUp: (() => void) | undefined;
  #isPaused = false;
  #isClosed = false;
  #wasOpened: boolean;
  /** By the monotonic clock: since when exactly these streams are wanted. */
  #wantedAt: number;

  constructor(options: ReaderOptions, { position, wanted, sink, manner }: LogRequestsOptions) {
    this.#options = options;
    this.#sink = sink;
    this.#wanted = wanted;
    this.#manner = manner;
    const cursorOptions = { coarse: manner.isCoarse, openSince: () => this.#pass?.openSince };
    const restored = position && restoreCursor(position, cursorOptions);
    this.cursor = restored ?? new Cursor({ starts: startsOf(options.startAt, wanted) }, cursorOptions);
    if (restored) restored.want(wanted, options.client.now());
    this.#saved = new SavedCursor(this.cursor, restored && position);
    this.#wasOpened = restored !== undefined;
    this.#wantedAt = options.clock.monotonic();
    this.jumps = new JumpWatch(() => options.clock.monotonic());
  }

  /** Whether some stream of this container was open once: then its lines were not all missed. */
  get wasOpened(): boolean {
    return this.#wasOpened;
  }

  /** Nothing was read yet and everything is wanted: there is nothing that the answer would have to reach back to. */
  get isFresh(): boolean {
    return this.cursor.newest === undefined && this.cursor.since() === undefined;
  }

  takePosition(): PositionChange | undefined {
    return this.#saved.take();
  }

  want(wanted: WantedStreams): void {
    this.#wanted = wanted;
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
    return this.#isPaused;
  }

  pause(): void {
    this.#isPaused = true;
    this.#pass?.pause();
    this.#caughtUp?.();
  }

  resume(): void {
    this.#isPaused = false;
    this.#pass?.resume();
  }

  /** Ends the requests that run; every later one ends as soon as it is made. */
  close(): void {
    this.#isClosed = true;
    this.#pass?.close();
    this.#bell?.close();
  }

  /** The stream that goes on as long as the container does. */
  follow(opened: () => void): LogPass {
    const { cursor } = this;
    const tail = this.isFresh ? undefined : FOLLOWED_RECORDS + 2 * cursor.ring.count;
    const sinceCursor = cursor.newest === undefined;
    const path = this.#path({ follow: true, streams: this.#wanted, tail }, sinceCursor);
    const admission = tail === undefined ? 'nothing' : cursor.isStepped ? 'known_somewhere' : 'known_first';
    const options = { path, admission, isCutByTail: tail !== undefined, hasEnded: never, jumps: this.jumps } as const;
    return this.#open(
      { ...options, since: cursor.since(), tellGap: tail === undefined ? 'rotated' : undefined },
      { opened },
    );
  }

  /** The same stream as a bell. It asks for nothing that was written before: for that the engine would read the whole log. */
  listen(): Bell {
    const { client, openLines } = this.#options;
    const path = this.#path({ follow: true, streams: this.#wanted, tail: 0 }, false);
    const bell = new Bell({ client, path, openLines, written: (newest) => this.#sink.known(newest) });
    this.#bell = bell;
    if (this.#isClosed) bell.close();
    return bell;
  }

  /** For so long the engine has kept silent, in all answers from a history together, before it sent the first byte. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  /** Of the engine's newest lines the first that has not come and that somebody wants. */
  firstMissing(): Promise<FirstLine | undefined> {
    return this.#missingOf(PROBED_RECORDS);
  }

  /** The engine’s newest record, when somebody wants it and it has not come. */
  newestRecord(): Promise<FirstLine | undefined> {
    return this.#missingOf(1);
  }

  async #missingOf(tail: number): Promise<FirstLine | undefined> {
    const path = this.#path({ follow: false, streams: BOTH, tail }, false);
    const since = this.cursor.since();
    const options = { path, admission: 'never', since, isCutByTail: true, hasEnded: never } as const;
    const pass = new LogPass(this.#toolsOf({}), options);
    this.#limit(pass, { isCutByTail: true });
    return (await pass.result).firstNew;
  }

  forCatchUp(question: CatchUpQuestion): CatchUpTools {
    this.followClock();
    return {
      cursor: this.cursor,
      isCoarse: this.#manner.isCoarse,
      isClockBehind: this.#isClockBehind(this.cursor.newest),
      hasEnded: question.hasEnded ?? never,
      gap: (gap) => this.#sink.gap(gap),
      pass: (options) => this.#passOf(options, question).result,
    };
  }

  #passOf(history: HistoryPass, question: CatchUpQuestion): LogPass {
    const { hasEnded = never, caughtUp, silent, enough, unsettled } = question;
    const { tail, bothStreams, sinceCursor, ...options } = history;
    const path = this.#path({ follow: false, streams: bothStreams ? BOTH : this.#wanted, tail }, sinceCursor);
    const isCutByTail = tail !== undefined;
    const lastLine = this.#manner.linesCome === 'in_the_history' ? { before: unsettled } : undefined;
    const answered = this.#waiting();
    const { seconds: asked } = this.#options.client.now();
    let taken = 0;
    const pass = this.#open(
      { ...options, path, isCutByTail, lastLine, hasEnded },
      {
        begun: answered,
        rested: () => {
          if (pass.taken > taken) silent?.(0);
          taken = pass.taken;
          if (pass.reached >= asked) caughtUp?.();
        },
      },
    );
    this.#caughtUp = caughtUp;
    if (this.#isPaused) caughtUp?.();
    void pass.result.then(answered);
    if (enough) closeWhen(enough, pass);
    this.#limit(pass, { isCutByTail, silent });
    return pass;
  }

  /** Counts the time until it is called, once. */
  #waiting(): () => void {
    const { clock } = this.#options;
    let asked: number | undefined = clock.monotonic();
    return () => {
      if (asked !== undefined) this.#waitedMs += clock.monotonic() - asked;
      asked = undefined;
    };
  }

  #limit(pass: LogPass, limits: Pick<SilenceLimits, 'isCutByTail' | 'silent'>): void {
    const isPaused = (): boolean => this.#pass === pass && this.#isPaused;
    void limitSilence(pass, { ...limits, clock: this.#options.clock, isPaused });
  }

  #path(question: Omit<LogQuestion, 'since'>, sinceCursor: boolean): string {
    const from = sinceCursor ? this.cursor.since() : undefined;
    // Where stamps have whole seconds `since` excludes its own moment.
    const since = from && this.#manner.isCoarse ? stampAfter(from, -1e-6) : from;
    return logPath(this.#options.containerId, { ...question, since });
  }

  #open(options: PassOptions, told: Partial<PassNews>): LogPass {
    const pass = new LogPass(this.#toolsOf(told), options);
    this.#pass = pass;
    if (this.#isPaused) pass.pause();
    if (this.#isClosed) pass.close();
    return pass;
  }

  #toolsOf({ opened, begun, rested }: Partial<PassNews>): PassTools {
    const { client, batch, openLines } = this.#options;
    const deliver = (): void => {
      if (batch.count === 0) return;
      this.#sink.lines(batch);
      batch.clear();
    };
    return {
      client,
      cursor: this.cursor,
      coarse: this.#manner.isCoarse,
      openLines,
      collector: {
        add: (line, ordinal) => {
          batch.append(line, ordinal);
          if (batch.full) deliver();
        },
        deliver,
      },
      opened: () => {
        this.#wasOpened = true;
        opened?.();
      },
      begun: () => begun?.(),
      rested: () => rested?.(),
      gap: (gap) => this.#sink.gap(gap),
    };
  }
}

function closeWhen(enough: AbortSignal, pass: LogPass): void {
  const close = (): void => pass.close();
  if (enough.aborted) close();
  enough.addEventListener('abort', close, { once: true });
  void pass.result.then(() => enough.removeEventListener('abort', close));
}

function startsOf(startAt: StartAt, { stdout, stderr }: WantedStreams): StreamStarts {
  const start = startAt.at === 'moment' ? startAt.moment : { seconds: 0, nanos: 0 };
  return { stdout: stdout ? start : undefined, stderr: stderr ? start : undefined };
}

// The requests of one reading: each is held against the same cursor, one at a time.
import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import type { PositionChange } from '../../../core/lines/reading.ts';
import { compareStamps, type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import { Cursor, type StreamStarts } from '../cursor/cursor.ts';
import { restoreCursor, SavedCursor } from '../cursor/saved-cursor.ts';
import { type LogQuestion, logPath } from '../engine/log-path.ts';
import type { StartAt } from './container-news.ts';
import type { CatchUpTools } from './pass/catch-up.ts';
import type { HistoryPass } from './pass/history-pass.ts';
import { JumpWatch } from './pass/jump-watch.ts';
import { LogPass } from './pass/log-pass.ts';
import type { PassOptions, PassTools } from './pass/pass-contract.ts';
import { limitSilence } from './pass/silence-limit.ts';
import type { ReaderOptions, ReadingOptions } from './reading-options.ts';

/** Besides the records that are known, so many are asked for when a stream is opened: what is written in the time of a reconnection. */
const FOLLOWED_RECORDS = 100;

/** An engine's clock is known to the second. */
const CLOCK_MS = 2_000;

/** The newest of all may be on a stream that nobody wants. */
const PROBED_RECORDS = 100;

const BOTH: WantedStreams = { stdout: true, stderr: true };

export class LogRequests {
  readonly cursor: Cursor;
  readonly jumps: JumpWatch;
  readonly #options: ReaderOptions;
  readonly #sink: ReadingOptions['sink'];
  readonly #saved: SavedCursor;
  readonly #isCoarse: boolean;
  #wanted: WantedStreams;
  #pass: LogPass | undefined;
  #isPaused = false;
  #isClosed = false;
  #wasOpened: boolean;
  /** By the monotonic clock: since when exactly these streams are wanted. */
  #wantedAt: number;

  constructor(options: ReaderOptions, { position, wanted, sink }: ReadingOptions) {
    this.#options = options;
    this.#sink = sink;
    this.#wanted = wanted;
    this.#isCoarse = options.traits.kind === 'podman';
    const cursorOptions = { coarse: this.#isCoarse, openSince: () => this.#pass?.openSince };
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
    const [now, start] = [client.now(), this.cursor.latestStart];
    if (start === undefined || compareStamps(start, stampAfter(now, CLOCK_MS)) <= 0) return false;
    this.cursor.startBy(stampAfter(now, this.#wantedAt - clock.monotonic() - CLOCK_MS));
    return true;
  }

  pause(): void {
    this.#isPaused = true;
    this.#pass?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#pass?.resume();
  }

  /** Ends the request that runs; every later one ends as soon as it is made. */
  close(): void {
    this.#isClosed = true;
    this.#pass?.close();
  }

  /** The stream that goes on as long as the container does. */
  follow(opened: () => void): LogPass {
    const { cursor } = this;
    const tail = this.isFresh || this.#isCoarse ? undefined : FOLLOWED_RECORDS + 2 * cursor.ring.count;
    const sinceCursor = this.#isCoarse || cursor.newest === undefined;
    const path = this.#path({ follow: true, streams: this.#wanted, tail }, sinceCursor);
    const admission = tail === undefined ? 'nothing' : cursor.isStepped ? 'known_somewhere' : 'known_first';
    const options = { path, admission, isCutByTail: tail !== undefined, flushAtEnd: false, jumps: this.jumps } as const;
    return this.#open(
      { ...options, since: cursor.since(), tellGap: tail === undefined ? 'rotated' : undefined },
      opened,
    );
  }

  /** Of the engine's newest lines the first that has not come and that somebody wants. */
  async firstMissing(): Promise<Stamp | undefined> {
    const path = this.#path({ follow: false, streams: BOTH, tail: PROBED_RECORDS }, false);
    const since = this.cursor.since();
    const options = { path, admission: 'never', since, isCutByTail: true, flushAtEnd: false } as const;
    const pass = new LogPass(
      this.#toolsOf(() => undefined),
      options,
    );
    this.#limit(pass, { isCutByTail: true });
    return (await pass.result).firstNew;
  }

  forCatchUp(): CatchUpTools {
    this.followClock();
    return {
      cursor: this.cursor,
      coarse: this.#isCoarse,
      gap: (gap) => this.#sink.gap(gap),
      pass: (options) => this.#passOf(options).result,
    };
  }

  #passOf({ tail, bothStreams, sinceCursor, ...options }: HistoryPass): LogPass {
    const path = this.#path({ follow: false, streams: bothStreams ? BOTH : this.#wanted, tail }, sinceCursor);
    const isCutByTail = tail !== undefined;
    const pass = this.#open({ ...options, path, isCutByTail }, () => undefined);
    this.#limit(pass, { isCutByTail });
    return pass;
  }

  #limit(pass: LogPass, { isCutByTail }: Pick<PassOptions, 'isCutByTail'>): void {
    const isPaused = (): boolean => this.#pass === pass && this.#isPaused;
    void limitSilence(pass, { clock: this.#options.clock, isCutByTail, isPaused });
  }

  #path(question: Omit<LogQuestion, 'since'>, sinceCursor: boolean): string {
    return logPath(this.#options.containerId, { ...question, since: sinceCursor ? this.cursor.since() : undefined });
  }

  #open(options: PassOptions, opened: () => void): LogPass {
    const pass = new LogPass(this.#toolsOf(opened), options);
    this.#pass = pass;
    if (this.#isPaused) pass.pause();
    if (this.#isClosed) pass.close();
    return pass;
  }

  #toolsOf(opened: () => void): PassTools {
    const { client, batch, openLines } = this.#options;
    const deliver = (): void => {
      if (batch.count === 0) return;
      this.#sink.lines(batch);
      batch.clear();
    };
    return {
      client,
      cursor: this.cursor,
      coarse: this.#isCoarse,
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
        opened();
      },
      gap: (gap) => this.#sink.gap(gap),
    };
  }
}

function startsOf(startAt: StartAt, { stdout, stderr }: WantedStreams): StreamStarts {
  const start = startAt.at === 'moment' ? startAt.moment : { seconds: 0, nanos: 0 };
  return { stdout: stdout ? start : undefined, stderr: stderr ? start : undefined };
}

// What is known of the watching of one origin: the proof that it is watched, or the reason why not.
import type { Clock } from '../../core/clock.ts';
import { withGap } from '../../core/lines/gaps/adjoining-gaps.ts';
import type { Origin } from '../../core/lines/origin.ts';
import { type Gap, RECONNECT_REASONS, type ReconnectReason, type TailState } from '../../core/lines/reading.ts';
import { compareStamps, millisecondsOf, type Stamp } from '../../core/lines/stamp.ts';
import type { SavedOrigin, WatchedSince } from '../../core/lines/standing.ts';
import type { CatchUp, Progress } from './catch-up.ts';
import { zeroOfEach } from './zero-of-each.ts';

const MOST_GAPS_SHOWN = 20;
/** For so long the delay of the last line on its arrival is shown as the lag; later all is quiet, and nothing lags. */
const DELAY_SHOWN_MS = 10_000;
const STUCK_AFTER_MS = 120_000;
/** How far what is old was read of an origin that stands so. */
const PROGRESS: Readonly<Record<TailState, Progress>> = {
  ...{ starting: 'behind', catching_up: 'behind', draining: 'behind', degraded: 'behind' },
  ...{ failed: 'behind', over_limit: 'behind' },
  following: 'follows',
  ...{ idle: 'read', not_wanted: 'read', unreadable: 'read', gone: 'read' },
};
const NEVER_STUCK: ReadonlySet<TailState> = new Set(['not_wanted', 'unreadable', 'over_limit', 'gone']);

/** One origin as the API shows it. Moments without nanoseconds are ms since 1970 by our clock, stamps are by the engine's. */
export interface CoverageView {
  readonly origin: Origin;
  readonly state: TailState;
  /** What a person should know of the state, such as the engine's own sentence. */
  readonly note: string | undefined;
  readonly foundAt: number;
  readonly goneAt: number | undefined;
  readonly watchedSince: WatchedSince;
  readonly cursor: Stamp | undefined;
  /** A line with this stamp is known to exist. */
  readonly newestKnown: Stamp | undefined;
  /**
   * While more is known to be left: from the cursor until now. While it follows: from a line's own time until it was judged,
   * for the newest line of the last ten seconds. Else 0. A difference between the engine's clock and ours is part of it.
   */
  readonly lagSeconds: number;
  readonly lines: number;
  readonly bytes: number;
  readonly lateLines: number;
  readonly reconnects: Readonly<Record<ReconnectReason, number>>;
  readonly gapsTotal: number;
  readonly latestGaps: readonly Gap[];
  /** Newer lines are known, and the cursor has not moved for 120 seconds. */
  readonly stuck: boolean;
  /** It waits until more of what it led to is committed. */
  readonly paused: boolean;
}

/** What was judged since the start of the process, of all origins together. */
export interface CoverageSums {
  lines: number;
  bytes: number;
  lateLines: number;
}

export interface JudgedLines {
  readonly lines: number;
  readonly bytes: number;
  readonly late: number;
  /** How many of them were written before the watching began, and how many became events; none unless said. */
  readonly old?: number;
  readonly events?: number;
  readonly newest: Stamp;
}

interface Options {
  readonly origin: Origin;
  readonly clock: Clock;
  readonly sums: CoverageSums;
  readonly catchUp: CatchUp;
  readonly onGone: () => void;
}

/** Follows one origin for as long as it is known. It is written to by its tail alone. */
export class OriginCoverage {
  readonly #options: Options;
  #origin: Origin;
  #state: TailState = 'starting';
  #note: string | undefined;
  #foundAt: number;
  #goneAt: number | undefined;
  #watchedSince: WatchedSince = { stdout: undefined, stderr: undefined };
  #cursor: Stamp | undefined;
  #newestKnown: Stamp | undefined;
  /** By the monotonic clock: since when newer lines are known without a move of the cursor. */
  #behindSince: number | undefined;
  /** Lines came since it began to catch up. */
  #catchesUp = false;
  #delay: { readonly seconds: number; readonly at: number } | undefined;
  #lines = 0;
  #bytes = 0;
  #lateLines = 0;
  readonly #reconnects = zeroOfEach(RECONNECT_REASONS);
  #gapsTotal = 0;
  #gaps: readonly Gap[] = [];
  #paused = false;

  constructor(options: Options) {
    this.#options = options;
    this.#origin = options.origin;
    this.#foundAt = options.clock.now();
  }

  get state(): TailState {
    return this.#state;
  }

  get cursor(): Stamp | undefined {
    return this.#cursor;
  }

  get foundAt(): number {
    return this.#foundAt;
  }

  get goneAt(): number | undefined {
    return this.#goneAt;
  }

  /** When the watching of its source began, by the source's clock. */
  get began(): Stamp | undefined {
    return this.#options.catchUp.began;
  }

  /** Lines of it are known to be lost. */
  get hasGaps(): boolean {
    return this.#gapsTotal > 0;
  }

  /** The reading begins with what is saved: whatever was counted beyond that is counted again. */
  resume({ foundAt, watchedSince, cursor, lines, bytes, lateLines, gapsTotal, latestGaps }: SavedOrigin): void {
    this.#foundAt = foundAt;
    this.#watchedSince = watchedSince;
    this.#cursor = cursor;
    [this.#lines, this.#bytes, this.#lateLines] = [lines, bytes, lateLines];
    [this.#gapsTotal, this.#gaps] = [gapsTotal, latestGaps.slice(-MOST_GAPS_SHOWN)];
    if (this.#isBehind()) this.#behindSince ??= this.#options.clock.monotonic();
  }

  renamed(origin: Origin): void {
    this.#origin = origin;
  }

  watched(since: WatchedSince): void {
    this.#watchedSince = since;
  }

  stands(state: TailState, note?: string): void {
    if (state === 'catching_up' && this.#state !== state) this.#catchesUp = false;
    [this.#state, this.#note] = [state, note];
    this.#options.catchUp.stands(this.#origin.key, PROGRESS[state]);
    if (state !== 'gone' || this.#goneAt !== undefined) return;
    this.#goneAt = this.#options.clock.now();
    this.#options.onGone();
  }

  judged({ lines, bytes, late, old = 0, events = 0, newest }: JudgedLines): void {
    const { clock, sums, catchUp } = this.#options;
    catchUp.judged(this.#origin.key, { old, events, newest });
    const steppedBack = this.#cursor !== undefined && compareStamps(newest, this.#cursor) < 0;
    if (steppedBack) this.#newestKnown = undefined;
    this.#cursor = newest;
    this.#behindSince = this.#isBehind() ? clock.monotonic() : undefined;
    this.#catchesUp = true;
    this.#delay = { seconds: this.#sinceCursor(), at: clock.monotonic() };
    this.#lines += lines;
    this.#bytes += bytes;
    this.#lateLines += late;
    sums.lines += lines;
    sums.bytes += bytes;
    sums.lateLines += late;
  }

  known(newest: Stamp): void {
    this.#newestKnown = newest;
    this.#behindSince = this.#isBehind() ? (this.#behindSince ?? this.#options.clock.monotonic()) : undefined;
  }

  gap(gap: Gap): void {
    const gaps = withGap(this.#gaps, gap);
    if (gaps.length > this.#gaps.length) this.#options.catchUp.gap(this.#origin.key, gap);
    this.#gapsTotal += gaps.length - this.#gaps.length;
    this.#gaps = gaps.slice(-MOST_GAPS_SHOWN);
  }

  reconnected(reason: ReconnectReason): void {
    this.#reconnects[reason] += 1;
  }

  pausing(paused: boolean): void {
    this.#paused = paused;
  }

  get stuck(): boolean {
    if (this.#behindSince === undefined || NEVER_STUCK.has(this.#state)) return false;
    return this.#options.clock.monotonic() - this.#behindSince >= STUCK_AFTER_MS;
  }

  get lagSeconds(): number {
    if (NEVER_STUCK.has(this.#state)) return 0;
    const catchesUp = this.#state === 'catching_up' && this.#catchesUp;
    if (catchesUp || this.#paused || this.#isBehind()) return this.#sinceCursor();
    const fresh = this.#delay && this.#options.clock.monotonic() - this.#delay.at < DELAY_SHOWN_MS;
    return fresh && this.#state === 'following' ? (this.#delay?.seconds ?? 0) : 0;
  }

  view(): CoverageView {
    return {
      origin: this.#origin,
      state: this.#state,
      note: this.#note,
      foundAt: this.#foundAt,
      goneAt: this.#goneAt,
      watchedSince: this.#watchedSince,
      cursor: this.#cursor,
      newestKnown: this.#newestKnown,
      lagSeconds: this.lagSeconds,
      lines: this.#lines,
      bytes: this.#bytes,
      lateLines: this.#lateLines,
      reconnects: { ...this.#reconnects },
      gapsTotal: this.#gapsTotal,
      latestGaps: this.#gaps,
      stuck: this.stuck,
      paused: this.#paused,
    };
  }

  #isBehind(): boolean {
    const [known, cursor] = [this.#newestKnown, this.#cursor];
    return known !== undefined && (cursor === undefined || compareStamps(known, cursor) > 0);
  }

  /** With nothing judged yet, since the oldest that is known to exist. */
  #sinceCursor(): number {
    const from = this.#cursor ?? this.#newestKnown;
    return from === undefined ? 0 : Math.max(0, (this.#options.clock.now() - millisecondsOf(from)) / 1000);
  }
}

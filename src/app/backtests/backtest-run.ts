// Tries a set of rules on the logs of a set of containers: the one place that does, for the API, and for whoever wants to know what several rules would have told.
import type { Clock } from '../../core/clock.ts';
import type { LineBatch, WantedStreams } from '../../core/lines/line-batch.ts';
import { millisecondsOf, type Stamp } from '../../core/lines/stamp.ts';
import type { ContainerView } from '../../http/resources/watching/container-shapes.ts';
import { Backtest, type BacktestOptions } from '../../rules/backtest/backtest.ts';
import { type Histories, originOfView } from '../watching/history/histories.ts';
import type { HistoryRead, HistoryTaker } from '../watching/history/history-read.ts';

export interface BacktestRunOptions extends BacktestOptions {
  readonly histories: Pick<Histories, 'read'>;
  /** They are read one after the other. */
  readonly containers: readonly ContainerView[];
  readonly clock: Clock;
  /** The reading ends after so long, and the answer says how far it came. */
  readonly mostMs: number;
  /** Told of each container, and four times a second at most while it is read. */
  readonly onProgress?: (progress: BacktestProgress) => void;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

export interface BacktestProgress {
  /** From 0 to 1, as far as can be told: containers that were read, and how far in its time the present one was. */
  readonly share: number;
  readonly lines: number;
  readonly bytes: number;
  readonly hits: number;
  readonly events: number;
}

/** How the log of one container was read. */
export interface ReadContainer {
  readonly container: ContainerView;
  /** `not_read`: the time was over before. */
  readonly state: 'read' | 'failed' | 'cut_short' | 'not_read';
  /** Why not all of it was read. */
  readonly why: string | undefined;
  readonly lines: number;
  readonly bytes: number;
  readonly firstLineAt: Stamp | undefined;
  readonly lastLineAt: Stamp | undefined;
}

export interface BacktestResult {
  readonly test: Backtest;
  readonly containers: readonly ReadContainer[];
}

const PROGRESS_EVERY_MS = 250;

export function runBacktest(options: BacktestRunOptions): Promise<BacktestResult> {
  return new BacktestRun(options).run();
}

class BacktestRun {
  readonly #options: BacktestRunOptions;
  readonly #test: Backtest;
  readonly #read: ReadContainer[] = [];
  #now: GrowingRead | undefined;
  readonly #beganAt: number;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(options: BacktestRunOptions) {
    this.#options = options;
    this.#beganAt = options.clock.monotonic();
    this.#test = new Backtest(options);
  }

  async run(): Promise<BacktestResult> {
    const { containers, clock, mostMs, signal } = this.#options;
    const over = new AbortController();
    const ended = AbortSignal.any([signal, over.signal]);
    void clock.sleep(mostMs, ended).then(() => over.abort());
    for (const container of containers) {
      this.#tell(true);
      if (!ended.aborted) await this.#readOne(container, ended);
      else this.#read.push({ ...nothingRead(container), state: 'not_read', why: TIME_WAS_OVER });
    }
    this.#tell(true);
    over.abort();
    return { test: this.#test, containers: this.#read };
  }

  async #readOne(container: ContainerView, signal: AbortSignal): Promise<void> {
    const { histories, span } = this.#options;
    const origin = this.#test.open(originOfView(container));
    const now: GrowingRead = { ...nothingRead(container) };
    this.#now = now;
    const taker: HistoryTaker = {
      lines: (batch) => {
        origin.lines(batch);
        note(now, batch);
      },
      rested: () => this.#tell(false),
    };
    // All of them up to the same moment, although they are read one after the other.
    const wanted = { since: span.to - span.from, until: this.#beganAt, streams: this.#streams };
    const read = await histories.read(container, wanted, { taker, signal });
    this.#now = undefined;
    this.#read.push({ ...now, ...stateOf(read) });
  }

  /** As a tail asks only for what some rule wants. */
  get #streams(): WantedStreams {
    const { rules } = this.#options;
    const wants = (other: 'stdout' | 'stderr'): boolean => rules.some(({ definition }) => definition.streams !== other);
    return { stdout: wants('stderr'), stderr: wants('stdout') };
  }

  #tell(isDue: boolean): void {
    const { clock, onProgress } = this.#options;
    const now = clock.monotonic();
    if (onProgress === undefined || (!isDue && now - this.#toldAt < PROGRESS_EVERY_MS)) return;
    this.#toldAt = now;
    onProgress(this.#progress);
  }

  get #progress(): BacktestProgress {
    const { containers, span } = this.#options;
    const all = [...this.#read, ...(this.#now ? [this.#now] : [])];
    const at = this.#now?.lastLineAt;
    const part = at ? Math.max(0, Math.min(1, (millisecondsOf(at) - span.from) / (span.to - span.from))) : 0;
    const { hits, events } = this.#test.totals;
    return {
      share: containers.length === 0 ? 1 : Math.min(1, (this.#read.length + part) / containers.length),
      lines: all.reduce((sum, { lines }) => sum + lines, 0),
      bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
      ...{ hits, events },
    };
  }
}

const TIME_WAS_OVER = 'The time that a back-test has was over before all of it was read.';

function stateOf(read: HistoryRead): Pick<ReadContainer, 'state' | 'why'> {
  switch (read.how) {
    case 'complete':
      return { state: 'read', why: undefined };
    case 'closed':
      return { state: 'cut_short', why: TIME_WAS_OVER };
    case 'unread':
      return { state: 'failed', why: read.why };
  }
}

type GrowingRead = { -readonly [Field in keyof ReadContainer]: ReadContainer[Field] };

const nothingRead = (container: ContainerView): ReadContainer => ({
  container,
  state: 'read',
  why: undefined,
  lines: 0,
  bytes: 0,
  firstLineAt: undefined,
  lastLineAt: undefined,
});

function note(read: GrowingRead, { count, length, seconds, nanos, joined }: LineBatch): void {
  const stampOf = (line: number): Stamp => ({ seconds: seconds[line] ?? 0, nanos: nanos[line] ?? 0 });
  read.lines += joined?.lines ?? count;
  read.bytes += length;
  read.firstLineAt ??= stampOf(0);
  read.lastLineAt = stampOf(count - 1);
}

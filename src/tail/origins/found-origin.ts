// One origin that was found and is not gone: it has a tail, which is begun again after a fault, or waits for a place.
import { isDeepStrictEqual } from 'node:util';
import type { Origin } from '../../core/lines/origin.ts';
import type { SavedOrigin } from '../../core/lines/standing.ts';
import { Backoff } from '../../net/backoff.ts';
import type { Coverage } from '../coverage/coverage.ts';
import type { LineSource } from '../line-source.ts';
import type { StreamDemand } from '../stream-demand.ts';
import { Tail, type TailTools } from '../tail.ts';
import type { Standing } from './unread-origins.ts';

const AGAIN = { firstMs: 1_000, mostMs: 300_000 } as const;
/** A tail that failed after so long failed for another reason than the one before. */
const WELL_AFTER_MS = 600_000;

/** What the origins of one source have in common. */
export interface OriginTools<Effect> {
  readonly tools: TailTools<Effect>;
  readonly coverage: Coverage;
  readonly demand: StreamDemand;
  readonly random: () => number;
  /** What is saved of an origin, as soon as the ledger can say; undefined when the signal aborts before. */
  readonly load: (key: string) => Promise<{ readonly saved: SavedOrigin | undefined } | undefined>;
  readonly signal: AbortSignal;
}

export interface OriginNews {
  /** From a fault of its tail on something of it is not saved that should be, until it is begun again. */
  failing(key: string, isFailing: boolean): void;
  /** It is gone, and that is saved: its place is free. */
  gone(key: string): void;
}

export class FoundOrigin<Effect> {
  readonly #options: OriginTools<Effect>;
  readonly #news: OriginNews;
  readonly #backoff: Backoff;
  #origin: Origin;
  #reader: LineSource;
  /** Undefined while it waits for a place, or to be begun again. */
  #tail: Tail<Effect> | undefined;
  #begunAt = 0;
  /** Set while it waits for a place. */
  #waiting: Standing | undefined;
  /** It is to go when its reader has handed over what it has. */
  #leaves = false;
  /** It was found anew since. */
  #isFoundAgain = false;

  constructor(options: OriginTools<Effect>, news: OriginNews, found: { origin: Origin; reader: LineSource }) {
    [this.#options, this.#news] = [options, news];
    [this.#origin, this.#reader] = [found.origin, found.reader];
    this.#backoff = new Backoff({ ...AGAIN, random: options.random });
  }

  get origin(): Origin {
    return this.#origin;
  }

  /** How it stands while it waits for a place. */
  get waiting(): Standing | undefined {
    return this.#waiting;
  }

  /** There is no place for it yet. */
  wait(standing: Standing): void {
    this.#waiting = standing;
  }

  /** It has a place, and this is saved of it. */
  begin(saved: SavedOrigin | undefined): void {
    const { tools, coverage, demand } = this.#options;
    const origin = this.#origin;
    this.#begunAt = tools.clock.monotonic();
    this.#tail = new Tail(tools, {
      origin,
      reader: this.#reader,
      saved,
      wanted: demand.wantedOf(origin),
      record: coverage.open(origin, saved),
      onFault: () => this.#news.failing(origin.key, true),
      onEnd: (end) => this.#ended(end),
    });
    this.#tail.begin();
  }

  /** It has a place; what is saved of it has to be asked for. */
  async beginAgain(afterMs = 0): Promise<void> {
    const { tools, load, signal } = this.#options;
    const { key } = this.#origin;
    this.#waiting = undefined;
    await tools.clock.sleep(afterMs, signal);
    const loaded = await load(key);
    if (loaded === undefined || signal.aborted) return;
    this.#news.failing(key, false);
    this.begin(loaded.saved);
  }

  /** It was found again: with another name or other labels, by a source that was run anew, or while it goes. */
  found(origin: Origin, reader: LineSource): void {
    const isOther = this.#reader !== reader;
    this.#reader = reader;
    if (this.#leaves || this.#tail?.isGone) this.#isFoundAgain = true;
    // A source that was run anew has readers of its own: nobody tells the one before what happens to its origin.
    else if (isOther) this.#tail?.failed(new Error('Its source was run anew.'));
    if (isDeepStrictEqual(this.#origin, origin)) return;
    this.#origin = origin;
    if (this.#tail === undefined) this.#options.coverage.open(origin);
    else if (!this.#tail.isGone) {
      this.#tail.renamed(origin);
      this.demandChanged();
    }
  }

  /** It was removed, or is no longer to be watched: nothing is begun again behind what its reader still has. */
  leave(): void {
    this.#leaves = true;
  }

  /** Other streams may be wanted now. */
  demandChanged(): void {
    this.#tail?.want(this.#options.demand.wantedOf(this.#origin));
  }

  /** Ends the reading. What it led to until then can still be committed. */
  async stop(): Promise<void> {
    await this.#tail?.stop();
  }

  /** Forgets what was not committed. */
  abandon(): void {
    this.#tail?.abandon();
  }

  #ended(end: 'gone' | 'failed'): void {
    const { tools, signal } = this.#options;
    tools.occurrences.ended({ origin: this.#origin });
    this.#tail = undefined;
    if (signal.aborted) return;
    if (end === 'failed') {
      if (tools.clock.monotonic() - this.#begunAt >= WELL_AFTER_MS) this.#backoff.succeeded();
      void this.beginAgain(this.#backoff.next());
    } else if (this.#isFoundAgain) {
      [this.#leaves, this.#isFoundAgain] = [false, false];
      void this.beginAgain();
    } else this.#news.gone(this.#origin.key);
  }
}

// The tails of one source: begins one for each origin that is found, and again after a fault.
import { isDeepStrictEqual } from 'node:util';
import type { Origin } from '../core/lines/origin.ts';
import type { Gap, GapReason } from '../core/lines/reading.ts';
import type { OriginStanding, SavedOrigin } from '../core/lines/standing.ts';
import { Backoff } from '../net/backoff.ts';
import { OneChange } from './commit/one-change.ts';
import type { Coverage } from './coverage/coverage.ts';
import type { OriginCoverage } from './coverage/origin-coverage.ts';
import type { LineSource } from './line-source.ts';
import type { OriginListener } from './origin-source.ts';
import type { Places } from './places.ts';
import type { StreamDemand } from './stream-demand.ts';
import { Tail, type TailTools } from './tail.ts';
import { sinceWhen } from './watched-since.ts';

const AGAIN = { firstMs: 1_000, mostMs: 300_000 } as const;
/** A tail that failed after so long failed for another reason than the one before. */
const WELL_AFTER_MS = 600_000;

export interface SourceTailsOptions<Effect> {
  readonly tools: TailTools<Effect> & {
    readonly committer: TailTools<Effect>['committer'] & { memoryDue(): void };
  };
  readonly coverage: Coverage;
  readonly demand: StreamDemand;
  readonly places: Places;
  readonly random: () => number;
  /** What is saved of an origin, as soon as the ledger can say; undefined when the signal aborts before. */
  readonly load: (key: string) => Promise<{ readonly saved: SavedOrigin | undefined } | undefined>;
  readonly signal: AbortSignal;
}

type Standing = Pick<SavedOrigin, 'foundAt' | 'watchedSince' | 'cursor' | 'settled'>;

/** An origin that was found and is not gone. */
interface Entry<Effect> {
  origin: Origin;
  reader: LineSource;
  readonly backoff: Backoff;
  /** Undefined while it waits for a place, or to be begun again. */
  tail: Tail<Effect> | undefined;
  begunAt: number;
  /** Set while it waits for a place. */
  waiting: Standing | undefined;
  /** It was found anew after its reader said that it is gone. */
  foundAgain: boolean;
}

export class SourceTails<Effect> implements OriginListener {
  readonly #options: SourceTailsOptions<Effect>;
  readonly #entries = new Map<string, Entry<Effect>>();
  /** What was saved of the origins that the source has not told of yet. */
  readonly #saved = new Map<string, SavedOrigin>();
  /** Origins of which something is not saved that should be: the source's memory must not be newer than that. */
  readonly #failing = new Set<string>();

  constructor(options: SourceTailsOptions<Effect>) {
    this.#options = options;
  }

  /** What the source remembers may be saved. */
  get isWhole(): boolean {
    return this.#failing.size === 0;
  }

  /** What is saved of the source's origins; before the source tells of them. */
  remember(origins: readonly SavedOrigin[]): void {
    this.#saved.clear();
    for (const saved of origins) {
      if (this.#entries.has(saved.origin.key)) continue;
      this.#saved.set(saved.origin.key, saved);
      if (saved.gone) this.#options.coverage.open(saved.origin, saved).stands('gone');
    }
  }

  found(origin: Origin, reader: LineSource): void {
    const { coverage, places, random } = this.#options;
    if (this.#comesTooLate(origin)) return;
    const known = this.#entries.get(origin.key);
    if (known) {
      this.#foundBefore(known, origin, reader);
      return;
    }
    const saved = this.#saved.get(origin.key);
    this.#saved.delete(origin.key);
    const backoff = new Backoff({ ...AGAIN, random });
    const entry = { origin, reader, backoff, tail: undefined, begunAt: 0, waiting: undefined, foundAgain: false };
    this.#entries.set(origin.key, entry);
    const record = coverage.open(origin, saved);
    if (places.take()) this.#begin(entry, saved);
    else this.#wait(entry, saved, record);
  }

  /** Its reader says itself that it is gone, when it has handed over what it has; unless nobody has begun to read it. */
  gone(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry?.waiting) return;
    this.#entries.delete(key);
    this.#close(entry.origin, entry.waiting, 'missed_short_lived');
  }

  lostWhileAway(origin: Origin): void {
    const saved = this.#saved.get(origin.key);
    if (this.#comesTooLate(origin) || this.#entries.has(origin.key) || saved?.gone) return;
    this.#saved.delete(origin.key);
    this.#options.coverage.open(origin, saved);
    this.#close(origin, saved ?? this.#newStanding(origin), 'removed_while_away');
  }

  memoryChanged(): void {
    this.#options.tools.committer.memoryDue();
  }

  /** Other streams may be wanted now. */
  demandChanged(): void {
    for (const { tail, origin } of this.#entries.values()) tail?.want(this.#options.demand.wantedOf(origin));
  }

  /** A place may be free. */
  placeFreed(): void {
    for (const entry of this.#entries.values()) {
      if (!entry.waiting) continue;
      if (!this.#options.places.take()) return;
      entry.waiting = undefined;
      void this.#beginAgain(entry, 0);
    }
  }

  /** Ends all readings. What they led to until then can still be committed. */
  async stop(): Promise<void> {
    await Promise.all([...this.#entries.values()].map(({ tail }) => tail?.stop()));
  }

  /** Nothing is begun while all is ended, and what the source says then must not be taken for known. */
  #comesTooLate({ key }: Origin): boolean {
    if (this.#options.signal.aborted) this.#failing.add(key);
    return this.#options.signal.aborted;
  }

  #foundBefore(entry: Entry<Effect>, origin: Origin, reader: LineSource): void {
    entry.reader = reader;
    if (entry.tail?.isGone) entry.foundAgain = true;
    if (isDeepStrictEqual(entry.origin, origin)) return;
    entry.origin = origin;
    if (entry.tail === undefined) this.#options.coverage.open(origin);
    else if (!entry.tail.isGone) {
      entry.tail.renamed(origin);
      entry.tail.want(this.#options.demand.wantedOf(origin));
    }
  }

  /** It has a place. */
  #begin(entry: Entry<Effect>, saved: SavedOrigin | undefined): void {
    const { tools, coverage, demand } = this.#options;
    const { origin, reader } = entry;
    entry.begunAt = tools.clock.monotonic();
    entry.tail = new Tail(tools, {
      origin,
      reader,
      saved,
      wanted: demand.wantedOf(origin),
      record: coverage.open(origin, saved),
      onFault: () => this.#failing.add(origin.key),
      onEnd: (end) => this.#ended(entry, end),
    });
    entry.tail.begin();
  }

  async #beginAgain(entry: Entry<Effect>, afterMs: number): Promise<void> {
    const { tools, load, signal } = this.#options;
    const { key } = entry.origin;
    await tools.clock.sleep(afterMs, signal);
    const loaded = await load(key);
    if (loaded === undefined || signal.aborted || this.#entries.get(key) !== entry) return;
    this.#failing.delete(key);
    this.#begin(entry, loaded.saved);
  }

  #ended(entry: Entry<Effect>, end: 'gone' | 'failed'): void {
    const { tools, places, signal } = this.#options;
    const { origin, backoff, begunAt } = entry;
    tools.occurrences.ended({ origin });
    entry.tail = undefined;
    if (signal.aborted) return;
    if (end === 'failed') {
      if (tools.clock.monotonic() - begunAt >= WELL_AFTER_MS) backoff.succeeded();
      void this.#beginAgain(entry, backoff.next());
    } else if (entry.foundAgain) {
      entry.foundAgain = false;
      void this.#beginAgain(entry, 0);
    } else {
      this.#entries.delete(origin.key);
      places.giveBack();
    }
  }

  /** It is known from now on, and read when there is a place. */
  #wait(entry: Entry<Effect>, saved: SavedOrigin | undefined, record: OriginCoverage): void {
    const { tools, places } = this.#options;
    const { origin } = entry;
    entry.waiting = saved ?? this.#newStanding(origin);
    record.stands('over_limit', `${places.limit} are read already, which is as many as may be.`);
    tools.occurrences.overLimit({ origin, limit: places.limit });
    if (!saved) this.#save({ ...entry.waiting, origin, gone: false, gaps: [] });
  }

  /** It is gone, and nobody read it to its end: lines were lost, unless nothing was left. */
  #close(origin: Origin, standing: Standing, reason: GapReason): void {
    const { coverage, tools } = this.#options;
    const record = coverage.open(origin);
    const gaps = standing.settled ? [] : [{ reason, from: standing.cursor, to: undefined }];
    for (const gap of gaps) {
      record.gap(gap);
      tools.occurrences.gap({ origin, gap });
    }
    record.stands('gone');
    this.#save({ ...standing, origin, gone: true, gaps });
  }

  #newStanding(origin: Origin): Standing {
    const { clock } = this.#options.tools;
    const wanted = this.#options.demand.wantedOf(origin);
    const watchedSince = sinceWhen(wanted, undefined, clock.now());
    return { foundAt: clock.now(), watchedSince, cursor: undefined, settled: !wanted.stdout && !wanted.stderr };
  }

  #save(news: Standing & { readonly origin: Origin; readonly gone: boolean; readonly gaps: readonly Gap[] }): void {
    const { tools, random } = this.#options;
    const { origin, foundAt, watchedSince, cursor, settled, gone, gaps } = news;
    const standing = { origin, foundAt, watchedSince, cursor, settled, gone };
    const change = { ...standing, gaps, position: undefined, effects: [], lines: 0, bytes: 0, lateLines: 0 };
    const backoff = new Backoff({ ...AGAIN, random });
    const member = new OneChange<Effect>(change, {
      committed: () => this.#failing.delete(origin.key),
      refused: (error) => {
        tools.occurrences.failed({ origin, error });
        this.#failing.add(origin.key);
        void this.#saveAgain(member, change, backoff.next());
      },
    });
    tools.committer.due(member, gaps.length > 0 ? 'now' : 'soon');
  }

  async #saveAgain(member: OneChange<Effect>, { origin, gone }: OriginStanding, afterMs: number): Promise<void> {
    const { tools, signal } = this.#options;
    await tools.clock.sleep(afterMs, signal);
    const entry = this.#entries.get(origin.key);
    // One that is read by now says itself how it stands.
    const isTrue = gone ? entry === undefined : entry?.waiting !== undefined;
    if (signal.aborted || !isTrue) return;
    tools.committer.due(member, 'soon');
  }
}

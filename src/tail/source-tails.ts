// The tails of one source: begins one for each origin that is found, and again after a fault.
import { isDeepStrictEqual } from 'node:util';
import type { Origin } from '../core/lines/origin.ts';
import type { SavedOrigin } from '../core/lines/standing.ts';
import { Backoff } from '../net/backoff.ts';
import type { Coverage } from './coverage/coverage.ts';
import type { OriginCoverage } from './coverage/origin-coverage.ts';
import type { LineSource } from './line-source.ts';
import type { OriginListener } from './origin-source.ts';
import type { Places } from './places.ts';
import type { StreamDemand } from './stream-demand.ts';
import { Tail, type TailTools } from './tail.ts';
import { type Standing, UnreadOrigins } from './unread-origins.ts';

const AGAIN = { firstMs: 1_000, mostMs: 300_000 } as const;
/** A tail that failed after so long failed for another reason than the one before. */
const WELL_AFTER_MS = 600_000;
const MOST_WENT = 1_000;

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
  /** It is to go when its reader has handed over what it has. */
  leaves: boolean;
  /** It was found anew since. */
  foundAgain: boolean;
}

export class SourceTails<Effect> implements Omit<OriginListener, 'happened' | 'livesChanged'> {
  readonly #options: SourceTailsOptions<Effect>;
  readonly #entries = new Map<string, Entry<Effect>>();
  /** What was saved of the origins that the source has not told of yet. */
  readonly #saved = new Map<string, SavedOrigin>();
  /** Keys of origins that went since the start: what is saved of one has to be asked for should it come again. */
  readonly #wentLately = new Set<string>();
  /** Origins of which something is not saved that should be: the source's memory must not be newer than that. */
  readonly #failing = new Set<string>();
  readonly #unread: UnreadOrigins<Effect>;

  constructor(options: SourceTailsOptions<Effect>) {
    this.#options = options;
    this.#unread = new UnreadOrigins({
      ...options,
      isUnread: (key, gone) => (gone ? !this.#entries.has(key) : this.#entries.get(key)?.waiting !== undefined),
      onSaved: (key) => this.#failing.delete(key),
      onRefused: (key) => this.#failing.add(key),
    });
  }

  /** What the source remembers may be saved. */
  get isWhole(): boolean {
    return this.#failing.size === 0;
  }

  /** What is saved of the source's origins; before the source tells of them. */
  remember(origins: readonly SavedOrigin[]): void {
    this.#saved.clear();
    for (const saved of origins) {
      if (!this.#entries.has(saved.origin.key)) this.#saved.set(saved.origin.key, saved);
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
    const life = { tail: undefined, begunAt: 0, waiting: undefined, leaves: false, foundAgain: false };
    const entry = { origin, reader, backoff, ...life };
    this.#entries.set(origin.key, entry);
    const record = coverage.open(origin, saved);
    if (!places.take()) this.#wait(entry, saved, record);
    else if (this.#wentLately.delete(origin.key)) void this.#beginAgain(entry, 0);
    else this.#begin(entry, saved);
  }

  /** Its reader says itself that it is gone, when it has handed over what it has; unless nobody has begun to read it. */
  gone(key: string, why: 'removed' | 'excluded'): void {
    const [entry, saved] = [this.#entries.get(key), this.#saved.get(key)];
    if (entry) entry.leaves = true;
    const standing = entry ? entry.waiting : saved;
    const origin = entry?.origin ?? saved?.origin;
    if (standing === undefined || origin === undefined || saved?.gone || this.#comesTooLate(origin)) return;
    this.#entries.delete(key);
    this.#saved.delete(key);
    this.#options.coverage.open(origin, saved);
    // What nobody wants to have watched is no loss.
    const left = why === 'excluded' ? { ...standing, settled: true } : standing;
    this.#unread.close(
      origin,
      left,
      entry && standing.cursor === undefined ? 'missed_short_lived' : 'removed_while_away',
    );
  }

  lostWhileAway(origin: Origin): void {
    const saved = this.#saved.get(origin.key);
    if (this.#comesTooLate(origin) || this.#entries.has(origin.key) || saved?.gone) return;
    this.#saved.delete(origin.key);
    this.#options.coverage.open(origin, saved);
    this.#unread.close(origin, saved ?? this.#unread.newStanding(origin), 'removed_while_away');
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

  /** After the last commit: what is not committed now never will be. */
  abandon(): void {
    for (const { tail } of this.#entries.values()) tail?.abandon();
  }

  #foundBefore(entry: Entry<Effect>, origin: Origin, reader: LineSource): void {
    const isOther = entry.reader !== reader;
    entry.reader = reader;
    if (entry.leaves || entry.tail?.isGone) entry.foundAgain = true;
    // A source that was run anew has readers of its own: nobody tells the one before what happens to its origin.
    else if (isOther) entry.tail?.failed(new Error('Its source was run anew.'));
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
      [entry.leaves, entry.foundAgain] = [false, false];
      void this.#beginAgain(entry, 0);
    } else {
      this.#entries.delete(origin.key);
      this.#went(origin.key);
      places.giveBack();
    }
  }

  #went(key: string): void {
    this.#wentLately.add(key);
    if (this.#wentLately.size <= MOST_WENT) return;
    for (const oldest of this.#wentLately) {
      this.#wentLately.delete(oldest);
      return;
    }
  }

  /** It is known from now on, and read when there is a place. */
  #wait(entry: Entry<Effect>, saved: SavedOrigin | undefined, record: OriginCoverage): void {
    const { tools, places } = this.#options;
    const { origin } = entry;
    entry.waiting = saved ?? this.#unread.newStanding(origin);
    record.stands('over_limit', `${places.limit} are read already, which is as many as may be.`);
    tools.occurrences.overLimit({ origin, limit: places.limit });
    if (!saved) this.#unread.found(origin, entry.waiting);
  }
}

// The origins of one source: which of them are read, wait for a place, or went before anybody read them.
import type { Origin } from '../../core/lines/origin.ts';
import type { SavedOrigin } from '../../core/lines/standing.ts';
import type { OriginCoverage } from '../coverage/origin-coverage.ts';
import type { LineSource } from '../line-source.ts';
import type { OriginListener } from '../origin-source.ts';
import type { TailTools } from '../tail.ts';
import { FoundOrigin, type OriginNews, type OriginTools } from './found-origin.ts';
import type { Places } from './places.ts';
import { UnreadOrigins } from './unread-origins.ts';

const MOST_WENT = 1_000;

export interface SourceTailsOptions<Effect> extends OriginTools<Effect> {
  readonly tools: TailTools<Effect> & {
    readonly committer: TailTools<Effect>['committer'] & { memoryDue(): void };
  };
  readonly places: Places;
}

export class SourceTails<Effect> implements Omit<OriginListener, 'happened' | 'livesChanged'> {
  readonly #options: SourceTailsOptions<Effect>;
  readonly #found = new Map<string, FoundOrigin<Effect>>();
  /** What was saved of the origins that the source has not told of yet. */
  readonly #saved = new Map<string, SavedOrigin>();
  /** Keys of origins that went since the start: what is saved of one has to be asked for should it come again. */
  readonly #wentLately = new Set<string>();
  /** Origins of which something is not saved that should be: the source's memory must not be newer than that. */
  readonly #failing = new Set<string>();
  readonly #unread: UnreadOrigins<Effect>;
  readonly #news: OriginNews = {
    failing: (key, isFailing) => void (isFailing ? this.#failing.add(key) : this.#failing.delete(key)),
    gone: (key) => this.#gone(key),
  };

  constructor(options: SourceTailsOptions<Effect>) {
    this.#options = options;
    this.#unread = new UnreadOrigins({
      ...options,
      isUnread: (key, gone) => (gone ? !this.#found.has(key) : this.#found.get(key)?.waiting !== undefined),
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
      if (!this.#found.has(saved.origin.key)) this.#saved.set(saved.origin.key, saved);
    }
  }

  found(origin: Origin, reader: LineSource): void {
    const { coverage, places } = this.#options;
    if (this.#comesTooLate(origin)) return;
    const known = this.#found.get(origin.key);
    if (known) {
      known.found(origin, reader);
      return;
    }
    const saved = this.#saved.get(origin.key);
    this.#saved.delete(origin.key);
    const found = new FoundOrigin(this.#options, this.#news, { origin, reader });
    this.#found.set(origin.key, found);
    const record = coverage.open(origin, saved);
    if (!places.take()) this.#wait(found, saved, record);
    else if (this.#wentLately.delete(origin.key)) void found.beginAgain();
    else found.begin(saved);
  }

  /** Its reader says itself that it is gone, when it has handed over what it has; unless nobody has begun to read it. */
  gone(key: string, why: 'removed' | 'excluded'): void {
    const [found, saved] = [this.#found.get(key), this.#saved.get(key)];
    found?.leave();
    const standing = found ? found.waiting : saved;
    const origin = found?.origin ?? saved?.origin;
    if (standing === undefined || origin === undefined || saved?.gone || this.#comesTooLate(origin)) return;
    this.#found.delete(key);
    this.#saved.delete(key);
    this.#options.coverage.open(origin, saved);
    // What nobody wants to have watched is no loss.
    const left = why === 'excluded' ? { ...standing, settled: true } : standing;
    this.#unread.close(
      origin,
      left,
      found && standing.cursor === undefined ? 'missed_short_lived' : 'removed_while_away',
    );
  }

  lostWhileAway(origin: Origin): void {
    const saved = this.#saved.get(origin.key);
    if (this.#comesTooLate(origin) || this.#found.has(origin.key) || saved?.gone) return;
    this.#saved.delete(origin.key);
    this.#options.coverage.open(origin, saved);
    this.#unread.close(origin, saved ?? this.#unread.newStanding(origin), 'removed_while_away');
  }

  foundAll(): void {
    this.#options.coverage.foundAll();
  }

  memoryChanged(): void {
    this.#options.tools.committer.memoryDue();
  }

  /** Other streams may be wanted now. */
  demandChanged(): void {
    for (const found of this.#found.values()) found.demandChanged();
  }

  /** A place may be free. */
  placeFreed(): void {
    for (const found of this.#found.values()) {
      if (!found.waiting) continue;
      if (!this.#options.places.take()) return;
      void found.beginAgain();
    }
  }

  /** Ends all readings. What they led to until then can still be committed. */
  async stop(): Promise<void> {
    await Promise.all([...this.#found.values()].map((found) => found.stop()));
  }

  /** Nothing is begun while all is ended, and what the source says then must not be taken for known. */
  #comesTooLate({ key }: Origin): boolean {
    if (this.#options.signal.aborted) this.#failing.add(key);
    return this.#options.signal.aborted;
  }

  /** After the last commit: what is not committed now never will be. */
  abandon(): void {
    for (const found of this.#found.values()) found.abandon();
  }

  #gone(key: string): void {
    this.#found.delete(key);
    this.#went(key);
    this.#options.places.giveBack();
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
  #wait(found: FoundOrigin<Effect>, saved: SavedOrigin | undefined, record: OriginCoverage): void {
    const { tools, places } = this.#options;
    const { origin } = found;
    const standing = saved ?? this.#unread.newStanding(origin);
    found.wait(standing);
    record.stands('over_limit', `${places.limit} are read already, which is as many as may be.`);
    tools.occurrences.overLimit({ origin, limit: places.limit });
    if (!saved) this.#unread.found(origin, standing);
  }
}

// What was made up for since the watching began: the lines that were written while nobody watched, and what came of them.
import type { Clock } from '../../core/clock.ts';
import type { Gap } from '../../core/lines/reading.ts';
import { compareStamps, type Stamp } from '../../core/lines/stamp.ts';

/** Of an origin that is followed what is old has come when none of it has come for so long: nobody says where it ends. */
const QUIET_MS = 2_000;

export interface CaughtUp {
  /** The newest line that an earlier run had judged; undefined where nothing is known from before. */
  readonly from: Stamp | undefined;
  readonly lines: number;
  readonly events: number;
  /** When the last of these events was judged, ms since 1970 by our clock; undefined while there is none. */
  readonly lastEventAt: number | undefined;
  readonly gaps: number;
  /** Origins of which it is not known yet whether all that is old was read, those among them that are known from before and were not found yet. */
  readonly left: number;
}

interface OldLines {
  readonly old: number;
  readonly events: number;
  readonly newest: Stamp;
}

/** `behind`: more may be left that is old. `follows`: what is left comes now, if there is any. `read`: all of it was read, or nothing is read of it. */
export type Progress = 'behind' | 'follows' | 'read';

export interface CatchUpOptions {
  /** By the source's clock. */
  readonly now: () => Stamp;
  readonly clock: Pick<Clock, 'monotonic' | 'now'>;
}

/**
 * Which lines are old is told by their own time: those before the moment, by the source's clock, at which its first origin was found. Of an
 * origin they are made up for until it has come to that moment: what is lost or comes with an older time after that is of the watching itself.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  /** Origins that have not come to the moment at which the watching began. */
  readonly #old = new Set<string>();
  /** Those that are left; with each, by the monotonic clock, since when it is followed and nothing old has come. */
  readonly #behind = new Map<string, number | undefined>();
  /** Those of an earlier run of which it is not known what has become. */
  readonly #expected = new Set<string>();
  #began: Stamp | undefined;
  #from: Stamp | undefined;
  #lines = 0;
  #events = 0;
  #lastEventAt: number | undefined;
  #gaps = 0;
  #isAllFound = false;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** Lines before it are old. */
  get began(): Stamp | undefined {
    return this.#began;
  }

  /** An earlier run has read it, up to the cursor; it is not found yet. */
  expects(key: string, cursor: Stamp | undefined): void {
    if (this.#isAllFound) return;
    this.#expected.add(key);
    this.#wasReadTo(cursor);
  }

  /** An origin is read for the first time in this run; `cursor` is how far an earlier one had come. Those of later are not waited for. */
  opened(key: string, cursor: Stamp | undefined): void {
    this.#began ??= this.#options.now();
    if (this.#isAllFound) return;
    this.#expected.delete(key);
    this.#old.add(key);
    this.#behind.set(key, undefined);
    this.#wasReadTo(cursor);
  }

  /** Of a batch with old lines and new ones the events are taken for those of the old ones. */
  judged(key: string, { old, events, newest }: OldLines): void {
    if (!this.#old.has(key)) return;
    this.#lines += old;
    this.#addEvents(Math.min(old, events));
    this.#letQuietGo(key);
    if (this.#behind.get(key) !== undefined) this.#behind.set(key, this.#options.clock.monotonic());
    this.#cameTo(key, newest);
  }

  /** One that does not end before the watching began is the last that is counted. */
  gap(key: string, { from, to }: Pick<Gap, 'from' | 'to'>): void {
    if (this.#began === undefined || !this.#old.has(key)) return;
    if (from === undefined || compareStamps(from, this.#began) < 0) this.#gaps += 1;
    this.#cameTo(key, to);
  }

  stands(key: string, progress: Progress): void {
    this.#letQuietGo(key);
    if (!this.#behind.has(key)) return;
    if (progress === 'read') this.#behind.delete(key);
    else if (progress === 'behind') this.#behind.set(key, undefined);
    else this.#behind.set(key, this.#behind.get(key) ?? this.#options.clock.monotonic());
  }

  /** All origins that there were have been opened. */
  foundAll(): void {
    this.#isAllFound = true;
    this.#expected.clear();
  }

  view(): CaughtUp {
    for (const key of [...this.#behind.keys()]) this.#letQuietGo(key);
    return {
      from: this.#from,
      lines: this.#lines,
      events: this.#events,
      lastEventAt: this.#lastEventAt,
      gaps: this.#gaps,
      left: this.#behind.size + this.#expected.size,
    };
  }

  #addEvents(events: number): void {
    this.#events += events;
    if (events > 0) this.#lastEventAt = this.#options.clock.now();
  }

  #wasReadTo(cursor: Stamp | undefined): void {
    if (cursor && (this.#from === undefined || compareStamps(cursor, this.#from) > 0)) this.#from = cursor;
  }

  #letQuietGo(key: string): void {
    const since = this.#behind.get(key);
    if (since !== undefined && this.#options.clock.monotonic() - since >= QUIET_MS) this.#behind.delete(key);
  }

  #cameTo(key: string, moment: Stamp | undefined): void {
    if (this.#began && moment && compareStamps(moment, this.#began) < 0) return;
    this.#old.delete(key);
    // Where a gap ends that has no end nobody knows; how it stands tells whether more is left.
    if (moment) this.#behind.delete(key);
  }
}

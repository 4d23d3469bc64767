// The watching of all origins together: what the API lists, health asks and metrics show.
import type { Clock } from '../../core/clock.ts';
import type { Origin } from '../../core/lines/origin.ts';
import { TAIL_STATES, type TailState } from '../../core/lines/reading.ts';
import { type Stamp, stampAfter } from '../../core/lines/stamp.ts';
import type { SavedOrigin } from '../../core/lines/standing.ts';
import { CatchUp } from './catch-up.ts';
import { type CoverageSums, type CoverageView, OriginCoverage } from './origin-coverage.ts';
import { zeroOfEach } from './zero-of-each.ts';

/** Origins that are gone can still be looked at for a while. */
const GONE_SHOWN_MS = 3_600_000;
const MOST_GONE_SHOWN = 500;
const EPOCH: Stamp = { seconds: 0, nanos: 0 };
const NOT_READ: ReadonlySet<TailState> = new Set(['not_wanted', 'unreadable', 'failed', 'over_limit', 'gone']);

export interface CoverageFigures extends Readonly<CoverageSums> {
  /** Origins that are being read. */
  readonly active: number;
  readonly stuck: number;
  /** Of how many lines are known to be lost, those that went lately among them. */
  readonly withGaps: number;
  /** Of the origin that is farthest behind. */
  readonly lagSeconds: number;
  readonly states: Readonly<Record<TailState, number>>;
}

export class Coverage {
  readonly #clock: Clock;
  readonly #sums: CoverageSums = { lines: 0, bytes: 0, lateLines: 0 };
  readonly #sourceNow: () => Stamp;
  #catchUp: CatchUp;
  readonly #present = new Map<string, OriginCoverage>();
  /** In the order in which they went. */
  readonly #gone = new Map<string, OriginCoverage>();

  /** `sourceNow` is by the clock of the source whose origins these are; by ours unless it has one. */
  constructor({ clock, sourceNow }: { readonly clock: Clock; readonly sourceNow?: () => Stamp }) {
    this.#clock = clock;
    this.#sourceNow = sourceNow ?? (() => stampAfter(EPOCH, clock.now()));
    this.#catchUp = this.#newCatchUp();
  }

  /** What was made up for since the watching began. */
  get catchUp(): Pick<CatchUp, 'view'> {
    return this.#catchUp;
  }

  /** These are known from before, and not found yet. */
  expect(origins: readonly SavedOrigin[]): void {
    for (const { origin, cursor, gone } of origins) if (!gone) this.#catchUp.expects(origin.key, cursor);
  }

  /** All origins that there were have been opened. */
  foundAll(): void {
    this.#catchUp.foundAll();
  }

  /** The record of an origin that is read from now on; the one that stands already when it is read again. */
  open(origin: Origin, saved?: SavedOrigin): OriginCoverage {
    const record = this.#present.get(origin.key) ?? this.#add(origin, saved);
    record.renamed(origin);
    if (saved) record.resume(saved);
    return record;
  }

  /** Nothing is watched any more, from here. What was judged stays counted. */
  clear(): void {
    this.#present.clear();
    this.#gone.clear();
    this.#catchUp = this.#newCatchUp();
  }

  view(key: string): CoverageView | undefined {
    this.#forgetOld();
    return (this.#present.get(key) ?? this.#gone.get(key))?.view();
  }

  /** Every origin, those that went lately last. */
  views(): readonly CoverageView[] {
    this.#forgetOld();
    return [...this.#present.values(), ...this.#gone.values()].map((record) => record.view());
  }

  figures(): CoverageFigures {
    this.#forgetOld();
    const states = zeroOfEach(TAIL_STATES);
    let [active, stuck, lagSeconds] = [0, 0, 0];
    const withGaps = [...this.#present.values(), ...this.#gone.values()].filter(({ hasGaps }) => hasGaps).length;
    for (const record of this.#present.values()) {
      states[record.state] += 1;
      if (!NOT_READ.has(record.state)) active += 1;
      if (record.stuck) stuck += 1;
      lagSeconds = Math.max(lagSeconds, record.lagSeconds);
    }
    states.gone = this.#gone.size;
    return { ...this.#sums, active, stuck, withGaps, lagSeconds, states };
  }

  #newCatchUp(): CatchUp {
    return new CatchUp({ now: this.#sourceNow, clock: this.#clock });
  }

  #add(origin: Origin, saved: SavedOrigin | undefined): OriginCoverage {
    const { key } = origin;
    const onGone = (): void => {
      this.#present.delete(key);
      this.#gone.set(key, record);
      this.#forgetOld();
    };
    this.#catchUp.opened(key, saved?.cursor);
    const shared = { clock: this.#clock, sums: this.#sums, catchUp: this.#catchUp };
    const record = new OriginCoverage({ origin, ...shared, onGone });
    this.#gone.delete(key);
    this.#present.set(key, record);
    return record;
  }

  #forgetOld(): void {
    const oldest = this.#clock.now() - GONE_SHOWN_MS;
    for (const [key, record] of this.#gone) {
      if (this.#gone.size <= MOST_GONE_SHOWN && (record.goneAt ?? oldest) >= oldest) return;
      this.#gone.delete(key);
    }
  }
}

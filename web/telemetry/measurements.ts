import type { Vital } from '../../src/core/ui/ui-pages.ts';
import type { VitalsReport } from '../api/shapes.ts';
import type { PageTrail } from './page-trail.ts';

/** More than these are not kept until the next report: figures, not a record. */
const MOST_VITALS = 20;
const MOST_CALLS = 200;
const LONGEST_MS = 3_600_000;

export interface EndedCall {
  /** As `performance.now()` told it. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly failed: boolean;
}

export interface SeenVital {
  readonly name: Vital;
  readonly value: number;
  /** When it was; undefined for what is of the whole page as it was opened. */
  readonly at: number | undefined;
}

/** What was measured and not told yet. */
export class Measurements {
  readonly #trail: Pick<PageTrail, 'pageAt'>;
  #vitals: NonNullable<VitalsReport['vitals']>[number][] = [];
  #calls: NonNullable<VitalsReport['calls']>[number][] = [];

  constructor(trail: Pick<PageTrail, 'pageAt'>) {
    this.#trail = trail;
  }

  callEnded({ startedAt, durationMs, failed }: EndedCall): void {
    if (this.#calls.length >= MOST_CALLS) return;
    this.#calls.push({ page: this.#trail.pageAt(startedAt), duration_ms: within(durationMs), failed });
  }

  vitalSeen({ name, value, at = 0 }: SeenVital): void {
    if (this.#vitals.length >= MOST_VITALS) return;
    this.#vitals.push({ page: this.#trail.pageAt(at), name, value: within(value) });
  }

  /** All of it, once; undefined when there is nothing. */
  take(): VitalsReport | undefined {
    const [vitals, calls] = [this.#vitals, this.#calls];
    [this.#vitals, this.#calls] = [[], []];
    return vitals.length + calls.length === 0 ? undefined : { vitals, calls };
  }
}

/** A machine that slept tells of hours. */
const within = (value: number): number => Math.min(Math.max(value, 0), LONGEST_MS);

// When a plan no longer fits the text: what is measured, and what follows from it. No clock is read; candidates are counted.

import { CANDIDATE_NS, EVERY_LINE_NS } from './wasm/costs.ts';

/** What is to be done between two batches. */
export type Advice =
  | { readonly kind: 'go-on' }
  /** Windows that were rare are so no more: choose anew, by the text of now. */
  | { readonly kind: 'plan-anew' }
  /** These rules are candidates so often that it is cheaper to read every line for them. */
  | { readonly kind: 'read-every-line'; readonly rules: readonly number[] };

/** Text between two looks at the counts, and how much of it must have passed before windows are chosen anew. */
const LOOK_EVERY = 1 << 19;
const FIRST_PATIENCE = 4 << 20;
const MOST_PATIENCE = 1 << 30;

/** A rule that costs less than this a byte gains nothing by being read for at every line. */
const NOTICEABLE_NS = 0.02;

/** Candidates a byte, beyond what the plan expected, that are worth a new plan: 0.2 ns. */
const STALE_RATE = 1 / 1000;

export class Upkeep {
  /** Candidates by rule since the last look. */
  readonly candidates: Uint32Array;
  #hits = 0;
  #bytes = 0;
  #bytesOfPlan = 0;
  #expectedRate = 0;
  #patience = FIRST_PATIENCE;
  #readsForBusyRules = false;

  constructor(ruleCount: number) {
    this.candidates = new Uint32Array(ruleCount);
  }

  /** A plan was made: so many candidates a byte it expects, and whether it reads every line for rules that were too busy. */
  planMade(expectedRate: number, readsForBusyRules: boolean): void {
    this.#expectedRate = expectedRate;
    this.#readsForBusyRules = readsForBusyRules;
    this.#bytesOfPlan = 0;
    this.#forget();
  }

  /** To be told after each batch; `hits` of it came from candidates. */
  advise(bytes: number, hits: number): Advice {
    this.#bytes += bytes;
    this.#bytesOfPlan += bytes;
    this.#hits += hits;
    if (this.#bytes < LOOK_EVERY) return { kind: 'go-on' };
    const advice = this.#look();
    this.#forget();
    return advice;
  }

  #look(): Advice {
    const total = this.candidates.reduce((sum, count) => sum + count, 0);
    if ((total * CANDIDATE_NS) / this.#bytes > EVERY_LINE_NS) {
      const rules = [...this.candidates.keys()].filter((rule) => this.#costOf(rule) > NOTICEABLE_NS);
      if (rules.length > 0) return { kind: 'read-every-line', rules };
    }
    if (this.#bytesOfPlan < this.#patience) return { kind: 'go-on' };
    const missed = (total - this.#hits) / this.#bytes;
    const stale = missed > 2 * this.#expectedRate + STALE_RATE;
    if (!stale && !this.#readsForBusyRules) return { kind: 'go-on' };
    // Each new plan must last longer than the one before it, so that planning stays a small part of the work.
    this.#patience = Math.min(this.#patience * 2, MOST_PATIENCE);
    return { kind: 'plan-anew' };
  }

  #costOf(rule: number): number {
    return ((this.candidates[rule] ?? 0) * CANDIDATE_NS) / this.#bytes;
  }

  #forget(): void {
    this.candidates.fill(0);
    this.#bytes = 0;
    this.#hits = 0;
  }
}

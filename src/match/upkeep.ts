// When a plan no longer fits the text: what is measured, and what follows from it. No clock is read; candidates are counted.

import { CANDIDATE_NS, type EveryLineCosts } from './wasm/costs.ts';

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

/** Where every line is read anyway, another plan must save as much. */
const NOTICEABLE_NS = 0.1;

/** Candidates a byte, beyond what the plan expected, that are worth a new plan: 0.2 ns. */
const STALE_RATE = 1 / 1000;

/** A plan that was made. */
export interface PlanMade {
  /** Candidates a byte that it expects. */
  readonly rate: number;
  /** Whether it reads every line for some rule. */
  readonly readsEveryLine: boolean;
  /** Whether that is for rules which were too busy. */
  readonly readsForBusyRules: boolean;
}

export class Upkeep {
  /** Candidates by rule since the last look. */
  readonly candidates: Uint32Array;
  #hits = 0;
  #bytes = 0;
  #bytesOfPlan = 0;
  #expectedRate = 0;
  #patience = FIRST_PATIENCE;
  #readsForBusyRules = false;
  #readsEveryLine = false;
  readonly #costs: EveryLineCosts;

  constructor(ruleCount: number, costs: EveryLineCosts) {
    this.#costs = costs;
    this.candidates = new Uint32Array(ruleCount);
  }

  planMade({ rate, readsEveryLine, readsForBusyRules }: PlanMade): void {
    this.#expectedRate = rate;
    this.#readsEveryLine = readsEveryLine;
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
    let total = 0;
    const busy: number[] = [];
    // What hits costs as much when it is found in another way.
    let saved = -(this.#hits * CANDIDATE_NS) / this.#bytes;
    for (let rule = 0; rule < this.candidates.length; rule++) {
      const count = this.candidates[rule] ?? 0;
      total += count;
      const excess = (count * CANDIDATE_NS) / this.#bytes - this.#costs.more;
      if (excess <= 0) continue;
      busy.push(rule);
      saved += excess;
    }
    if (saved > (this.#readsEveryLine ? NOTICEABLE_NS : this.#costs.first))
      return { kind: 'read-every-line', rules: busy };
    if (this.#bytesOfPlan < this.#patience) return { kind: 'go-on' };
    const missed = (total - this.#hits) / this.#bytes;
    const stale = missed > 2 * this.#expectedRate + STALE_RATE;
    if (!stale && !this.#readsForBusyRules) return { kind: 'go-on' };
    // Each new plan must last longer than the one before it, so that planning stays a small part of the work.
    this.#patience = Math.min(this.#patience * 2, MOST_PATIENCE);
    return { kind: 'plan-anew' };
  }

  #forget(): void {
    this.candidates.fill(0);
    this.#bytes = 0;
    this.#hits = 0;
  }
}

// Which plan is in force: the first one is made when text has been seen, another one when the rules, the kernel or the text are no longer those that it was made for.
import { Census, SAMPLE_BYTES } from './prefilter/census.ts';
import { makePlan, type Plan, type RuleToPlan } from './prefilter/plan.ts';
import { WindowChooser } from './prefilter/window.ts';
import { type RuleSet, selects } from './rule-set.ts';
import { Upkeep } from './upkeep.ts';
import type { PassCosts } from './wasm/costs.ts';

const IDLE: RuleToPlan = { clues: [], isIdle: true };

/** A plan that was made by little text is made anew as soon as so many times as much is known. */
const MUCH_MORE = 8;

export interface PlannerOptions {
  readonly rules: RuleSet;
  readonly costs: PassCosts;
  /** From now on rules are looked for by this plan; gives those that every line is read for, as the plan says or because there was no room for them elsewhere. */
  readonly putInForce: (plan: Plan) => readonly number[];
}

export class Planner {
  readonly #putInForce: PlannerOptions['putInForce'];
  #rules: RuleSet;
  #costs: PassCosts;
  #upkeep: Upkeep;
  #windows = new WindowChooser(new Census());
  #plan: Plan | undefined;
  /** Bytes of text that the plan was made by. */
  #plannedBy = 0;
  #busyRules: ReadonlySet<number> = new Set();

  constructor({ rules, costs, putInForce }: PlannerOptions) {
    this.#rules = rules;
    this.#costs = costs;
    this.#putInForce = putInForce;
    this.#upkeep = new Upkeep(rules.rules.length, costs.everyLine);
  }

  /** Undefined until text has been seen. */
  get plan(): Plan | undefined {
    return this.#plan;
  }

  /** Candidates by rule, to be counted by whoever sees them. */
  get candidates(): Uint32Array {
    return this.#upkeep.candidates;
  }

  /** Other rules from the next text on. What is known of the text, and of rules that stay, is kept. */
  use(rules: RuleSet): void {
    this.#rules = rules;
    this.#upkeep = new Upkeep(rules.rules.length, this.#costs.everyLine);
    this.#busyRules = new Set();
    this.#plan = undefined;
    if (this.#windows.census.size > 0) this.#makePlan();
  }

  /** The next text is planned for anew, as the passes cost something else from now on. */
  useCosts(costs: PassCosts): void {
    this.#costs = costs;
    this.#plan = undefined;
  }

  /** Text of the kind that will come; its beginning counts. */
  learn(text: Uint8Array): void {
    this.#windows.census.add(text.subarray(0, SAMPLE_BYTES));
  }

  /** The plan in force, or another one where there is none or one that knew next to nothing: a stream may begin with a single short line. */
  planFor(text: Uint8Array): Plan {
    const { census } = this.#windows;
    if (census.size < SAMPLE_BYTES) this.learn(text);
    const knowsMuchMore = census.size > this.#plannedBy * MUCH_MORE && this.#plannedBy < SAMPLE_BYTES / MUCH_MORE;
    if (this.#plan && !knowsMuchMore) return this.#plan;
    this.#windows = new WindowChooser(census);
    return this.#makePlan();
  }

  /** To be told of each text behind it; `hits` of it came from candidates. */
  keepUp(text: Uint8Array, hits: number): void {
    const advice = this.#upkeep.advise(text.length, hits);
    if (advice.kind === 'go-on') return;
    if (advice.kind === 'plan-anew') {
      this.#windows = new WindowChooser(new Census());
      this.learn(text);
      this.#busyRules = new Set();
    } else this.#busyRules = new Set([...this.#busyRules, ...advice.rules]);
    this.#makePlan();
  }

  #makePlan(): Plan {
    const plan = makePlan(this.#rulesToPlan(), this.#windows, this.#costs);
    const always = this.#putInForce(plan);
    const readsForBusyRules = this.#busyRules.size > 0;
    this.#upkeep.planMade({ rate: plan.rate, readsEveryLine: always.length > 0, readsForBusyRules });
    this.#plannedBy = this.#windows.census.size;
    this.#plan = plan;
    return plan;
  }

  #rulesToPlan(): RuleToPlan[] {
    const { rules, lookedFor } = this.#rules;
    return rules.map((rule, i): RuleToPlan => {
      if (lookedFor && !selects(lookedFor, i)) return IDLE;
      return this.#busyRules.has(i) ? { clues: [] } : rule;
    });
  }
}

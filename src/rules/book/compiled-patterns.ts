// The compiled patterns of one set of rules after the other: each pair is compiled once, and kept as long as some rule has it.
import type { Clock } from '../../core/clock.ts';
import type { Rule } from '../../core/rules/rule.ts';
import type { CompiledRule } from '../../match/compile-rule.ts';
import type { CompileOutcome } from '../compile/compile-outcome.ts';
import type { RuleCompiler } from '../compile/rule-compiler.ts';
import type { RuleFault } from './rule-fault.ts';

export interface PlacedRule {
  readonly rule: Rule;
  readonly compiled: CompiledRule;
}

export interface CompiledRules {
  readonly placed: readonly PlacedRule[];
  readonly faults: readonly RuleFault[];
  /** The compiler failed for some of them that are in no label: it is worth trying again at once. */
  readonly isIncomplete: boolean;
  /** Rules in labels whose patterns are new, or may be tried again: they stay as they were, and as faulty as they were, until they are learnt. */
  readonly unlearnt: readonly Rule[];
}

/** The compiler itself failed for a pattern in a label. A compiler that hangs is a wait for everybody, so it is asked less and less often. */
interface Failure {
  readonly outcome: CompileOutcome;
  readonly waitMs: number;
  readonly until: number;
}

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 300_000;

type Settled = Exclude<CompileOutcome, { readonly outcome: 'failed' }>;

export class CompiledPatterns {
  readonly #compiler: Pick<RuleCompiler, 'compile'>;
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** What the last set needed, and no more. */
  #known = new Map<string, Settled>();
  #before = new Map<string, PlacedRule>();
  /** Of learning. */
  #failures = new Map<string, Failure>();

  constructor(compiler: Pick<RuleCompiler, 'compile'>, clock: Pick<Clock, 'monotonic'>) {
    [this.#compiler, this.#clock] = [compiler, clock];
  }

  /** Something that has failed may be tried again now. */
  get isDue(): boolean {
    const now = this.#clock.monotonic();
    return [...this.#failures.values()].some(({ until }) => until <= now);
  }

  /** One call after the other. Where the compiler itself fails, or has not come to it, the rule stays as it was. Whoever made an image wrote its labels: for their patterns nobody else waits. */
  async compile(rules: readonly Rule[]): Promise<CompiledRules> {
    const asked = new Map<string, Promise<CompileOutcome>>();
    const unlearnt: Rule[] = [];
    for (const rule of rules) {
      const key = keyOf(rule);
      if (asked.has(key)) continue;
      if (rule.origin !== 'label' || this.#known.has(key)) asked.set(key, this.#outcomeOf(key, rule));
      else if (!this.#isPutOff(key)) unlearnt.push(rule);
    }
    const outcomes = new Map<string, CompileOutcome>();
    for (const [key, outcome] of asked) outcomes.set(key, await outcome);
    const keys = new Set(rules.map(keyOf));
    this.#failures = new Map([...this.#failures].filter(([key]) => keys.has(key) && !outcomes.has(key)));
    this.#known = new Map([...outcomes].filter((one): one is [string, Settled] => one[1].outcome !== 'failed'));
    const placed: PlacedRule[] = [];
    const faults: RuleFault[] = [];
    for (const rule of rules) {
      const outcome = outcomes.get(keyOf(rule)) ?? this.#failures.get(keyOf(rule))?.outcome;
      if (outcome?.outcome === 'compiled') {
        placed.push({ rule, compiled: outcome.rule });
        continue;
      }
      if (outcome) faults.push(faultOf(rule, outcome));
      const isOpen = outcome === undefined || outcome.outcome === 'failed';
      const before = isOpen ? this.#before.get(rule.id) : undefined;
      if (before) placed.push(before);
    }
    this.#before = new Map(placed.map((one) => [one.rule.id, one]));
    const isIncomplete = [...outcomes.values()].some(({ outcome }) => outcome === 'failed');
    return { placed, faults, isIncomplete, unlearnt };
  }

  /** Compiles new patterns one after the other, so that others find the compiler free in between, until the next must wait. */
  async learn(rules: readonly Rule[], mustWait: () => boolean): Promise<void> {
    for (const rule of rules) {
      const key = keyOf(rule);
      if (this.#known.has(key) || this.#isPutOff(key)) continue;
      const outcome = await this.#outcomeOf(key, rule);
      if (outcome.outcome === 'failed') this.#putOff(key, outcome);
      else this.#known.set(key, outcome);
      if (mustWait()) return;
    }
  }

  #isPutOff(key: string): boolean {
    return (this.#failures.get(key)?.until ?? 0) > this.#clock.monotonic();
  }

  #putOff(key: string, outcome: CompileOutcome): void {
    const before = this.#failures.get(key);
    const waitMs = before ? Math.min(LONGEST_WAIT_MS, before.waitMs * 2) : FIRST_WAIT_MS;
    this.#failures.set(key, { outcome, waitMs, until: this.#clock.monotonic() + waitMs });
  }

  async #outcomeOf(key: string, { pattern, excludePattern }: Rule): Promise<CompileOutcome> {
    return this.#known.get(key) ?? this.#compiler.compile({ pattern, excludePattern: excludePattern ?? undefined });
  }
}

const keyOf = ({ pattern, excludePattern }: Rule): string => JSON.stringify([pattern, excludePattern]);

function faultOf(rule: Rule, outcome: Exclude<CompileOutcome, { readonly outcome: 'compiled' }>): RuleFault {
  const base = { ruleId: rule.id, ruleName: rule.name, origin: rule.origin };
  if (outcome.outcome === 'failed') return { ...base, field: undefined, message: outcome.message, position: undefined };
  const field = outcome.field === 'pattern' ? 'pattern' : 'exclude_pattern';
  return { ...base, field, message: outcome.fault.message, position: outcome.fault.position };
}

// The compiled patterns of one set of rules after the other: each pair is compiled once, and kept as long as some rule has it.
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
  /** The compiler failed for some of them: it is worth trying again. */
  readonly isIncomplete: boolean;
  /** Rules in labels whose patterns are new: neither placed nor a fault until they are learnt. */
  readonly unlearnt: readonly Rule[];
}

type Settled = Exclude<CompileOutcome, { readonly outcome: 'failed' }>;

export class CompiledPatterns {
  readonly #compiler: Pick<RuleCompiler, 'compile'>;
  /** What the last set needed, and no more. */
  #known = new Map<string, Settled>();
  #before = new Map<string, PlacedRule>();
  /** Of learning: told by the next `compile`. */
  readonly #failures = new Map<string, CompileOutcome>();

  constructor(compiler: Pick<RuleCompiler, 'compile'>) {
    this.#compiler = compiler;
  }

  /** One call after the other. Where the compiler itself fails, or has not come to it, the rule stays as it was. Whoever made an image wrote its labels: for their patterns nobody else waits. */
  async compile(rules: readonly Rule[]): Promise<CompiledRules> {
    const asked = new Map<string, Promise<CompileOutcome>>();
    const unlearnt: Rule[] = [];
    for (const rule of rules) {
      const key = keyOf(rule);
      if (asked.has(key)) continue;
      if (rule.origin === 'label' && !this.#isLearnt(key)) unlearnt.push(rule);
      else asked.set(key, this.#outcomeOf(key, rule));
    }
    const outcomes = new Map<string, CompileOutcome>();
    for (const [key, outcome] of asked) outcomes.set(key, await outcome);
    this.#failures.clear();
    this.#known = new Map([...outcomes].filter((one): one is [string, Settled] => one[1].outcome !== 'failed'));
    const placed: PlacedRule[] = [];
    const faults: RuleFault[] = [];
    for (const rule of rules) {
      const outcome = outcomes.get(keyOf(rule));
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
      if (this.#isLearnt(key)) continue;
      const outcome = await this.#outcomeOf(key, rule);
      if (outcome.outcome === 'failed') this.#failures.set(key, outcome);
      else this.#known.set(key, outcome);
      if (mustWait()) return;
    }
  }

  #isLearnt(key: string): boolean {
    return this.#known.has(key) || this.#failures.has(key);
  }

  async #outcomeOf(key: string, { pattern, excludePattern }: Rule): Promise<CompileOutcome> {
    const known = this.#known.get(key) ?? this.#failures.get(key);
    return known ?? this.#compiler.compile({ pattern, excludePattern: excludePattern ?? undefined });
  }
}

const keyOf = ({ pattern, excludePattern }: Rule): string => JSON.stringify([pattern, excludePattern]);

function faultOf(rule: Rule, outcome: Exclude<CompileOutcome, { readonly outcome: 'compiled' }>): RuleFault {
  const base = { ruleId: rule.id, ruleName: rule.name, origin: rule.origin };
  if (outcome.outcome === 'failed') return { ...base, field: undefined, message: outcome.message, position: undefined };
  const field = outcome.field === 'pattern' ? 'pattern' : 'exclude_pattern';
  return { ...base, field, message: outcome.fault.message, position: outcome.fault.position };
}

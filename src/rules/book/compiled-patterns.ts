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
}

type Settled = Exclude<CompileOutcome, { readonly outcome: 'failed' }>;

export class CompiledPatterns {
  readonly #compiler: Pick<RuleCompiler, 'compile'>;
  /** What the last set needed, and no more. */
  #known = new Map<string, Settled>();
  #before = new Map<string, PlacedRule>();

  constructor(compiler: Pick<RuleCompiler, 'compile'>) {
    this.#compiler = compiler;
  }

  /** One call after the other. Where the compiler itself fails, the rule stays as it was. */
  async compile(rules: readonly Rule[]): Promise<CompiledRules> {
    const asked = new Map<string, Promise<CompileOutcome>>();
    for (const rule of rules) {
      const key = keyOf(rule);
      if (!asked.has(key)) asked.set(key, this.#outcomeOf(key, rule));
    }
    const outcomes = new Map<string, CompileOutcome>();
    for (const [key, outcome] of asked) outcomes.set(key, await outcome);
    this.#known = new Map([...outcomes].filter((one): one is [string, Settled] => one[1].outcome !== 'failed'));
    const placed: PlacedRule[] = [];
    const faults: RuleFault[] = [];
    for (const rule of rules) {
      const outcome = outcomes.get(keyOf(rule));
      if (outcome?.outcome === 'compiled') placed.push({ rule, compiled: outcome.rule });
      else if (outcome) {
        faults.push(faultOf(rule, outcome));
        const before = outcome.outcome === 'failed' ? this.#before.get(rule.id) : undefined;
        if (before) placed.push(before);
      }
    }
    this.#before = new Map(placed.map((one) => [one.rule.id, one]));
    return { placed, faults, isIncomplete: [...outcomes.values()].some(({ outcome }) => outcome === 'failed') };
  }

  async #outcomeOf(key: string, { pattern, excludePattern }: Rule): Promise<CompileOutcome> {
    const known = this.#known.get(key);
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

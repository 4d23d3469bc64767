// Tries rules on lines that somebody gives, saved ones and others.
import type { RulePatterns } from '../../match/compile-rule.ts';
import { compileOrRefuse } from '../compile/checked-patterns.ts';
import type { RuleCompiler } from '../compile/rule-compiler.ts';
import { type LineTrial, tryRule } from './try-rule.ts';

export class RuleTrials {
  readonly #compiler: Pick<RuleCompiler, 'compile'>;

  constructor(compiler: Pick<RuleCompiler, 'compile'>) {
    this.#compiler = compiler;
  }

  /** Refuses patterns that do not compile with `rule_pattern_invalid`. */
  async run(patterns: RulePatterns, lines: readonly string[]): Promise<readonly LineTrial[]> {
    return tryRule(await compileOrRefuse(this.#compiler, patterns), lines);
  }
}

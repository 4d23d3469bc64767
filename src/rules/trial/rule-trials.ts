// Tries rules on lines that somebody gives, saved ones and others.
import { TocsinError } from '../../core/errors.ts';
import type { RulePatterns } from '../../match/compile-rule.ts';
import { compileOrRefuse } from '../compile/checked-patterns.ts';
import type { RuleCompiler } from '../compile/rule-compiler.ts';
import type { TrialThread } from './trial-thread.ts';
import type { LineTrial, RuleToTry, TriedObjects } from './try-rule.ts';

export interface RuleTrialsParts {
  readonly compiler: Pick<RuleCompiler, 'compile'>;
  readonly thread: Pick<TrialThread, 'run'>;
}

export interface TriedPatterns extends RulePatterns, Pick<RuleToTry, 'field'> {}

export class RuleTrials {
  readonly #parts: RuleTrialsParts;

  constructor(parts: RuleTrialsParts) {
    this.#parts = parts;
  }

  /** Refuses patterns that do not compile with `rule_pattern_invalid`, and what takes too long with `refused`. */
  async run(
    { field, ...patterns }: TriedPatterns,
    lines: readonly string[],
    objects?: TriedObjects,
  ): Promise<readonly LineTrial[]> {
    return this.runCompiled({ rule: await compileOrRefuse(this.#parts.compiler, patterns), field }, lines, objects);
  }

  /** Refuses what takes too long with `refused`. */
  async runCompiled(rule: RuleToTry, lines: readonly string[], objects?: TriedObjects): Promise<readonly LineTrial[]> {
    const tried = await this.#parts.thread.run({ ...rule, lines, objects });
    switch (tried.outcome) {
      case 'tried':
        return tried.lines;
      case 'took_too_long':
        throw new TocsinError(
          'refused',
          'The pattern takes too long on these lines: give fewer or shorter ones, or ask for fewer repetitions.',
          { details: [{ path: 'pattern', message: 'It takes too long on these lines.' }] },
        );
      case 'thread_ended':
        throw new TocsinError('refused', 'The pattern could not be tried on these lines: give fewer or shorter ones.');
      case 'queue_full':
        throw new TocsinError('too_many_requests', 'Too many rules are being tried.', { retryAfterSeconds: 5 });
      case 'stopped':
        throw new TocsinError('stopping', 'The server is stopping.');
    }
  }
}

// Patterns that somebody wants to save or to try: compiled, or refused with the place of the fault.
import { TocsinError } from '../../core/errors.ts';
import type { CompiledRule, RulePatterns } from '../../match/compile-rule.ts';
import type { CompileFailure } from './compile-outcome.ts';
import type { RuleCompiler } from './rule-compiler.ts';

export async function compileOrRefuse(
  compiler: Pick<RuleCompiler, 'compile'>,
  patterns: RulePatterns,
): Promise<CompiledRule> {
  const outcome = await compiler.compile(patterns);
  switch (outcome.outcome) {
    case 'compiled':
      return outcome.rule;
    case 'refused': {
      const { message, position } = outcome.fault;
      const path = outcome.field === 'pattern' ? 'pattern' : 'exclude_pattern';
      throw new TocsinError(
        'rule_pattern_invalid',
        `The ${path} is not valid at its character ${position + 1}: ${message}`,
        { details: [{ path, message, position }] },
      );
    }
    case 'failed':
      throw failure(outcome.reason, outcome.message);
  }
}

function failure(reason: CompileFailure, message: string): TocsinError {
  switch (reason) {
    case 'stopped':
      return new TocsinError('stopping', message);
    case 'queue_full':
      return new TocsinError('too_many_requests', message, { retryAfterSeconds: 2 });
    default:
      return new TocsinError('refused', `The patterns could not be compiled: ${message}`);
  }
}

// What becomes of a rule that is given to the compiler.
import type { CompiledRule, CompileRuleResult } from '../../match/compile-rule.ts';

export type CompileOutcome =
  | { readonly outcome: 'compiled'; readonly rule: CompiledRule }
  /** The rule is at fault: which of its patterns, why, and where. */
  | ({ readonly outcome: 'refused' } & Omit<CompileRuleResult & { readonly ok: false }, 'ok'>)
  /** The compiler is. The rule may be sound; it stays as it was. */
  | { readonly outcome: 'failed'; readonly reason: CompileFailure; readonly message: string };

export type CompileFailure = 'queue_full' | 'took_too_long' | 'thread_ended' | 'stopped' | 'aborted';

export function failed(reason: CompileFailure, message: string): CompileOutcome & { readonly outcome: 'failed' } {
  return { outcome: 'failed', reason, message };
}

// A rule's patterns, compiled: plain data, made in any thread and sent to the one that scans.
import { compileProgram, type Program } from './automaton/program.ts';
import { type Clue, cluesOf } from './prefilter/clue.ts';
import { parsePattern } from './syntax/parse.ts';
import type { PatternFault } from './syntax/pattern.ts';

export interface RulePatterns {
  readonly pattern: string;
  /** A line that this matches as well is no hit. */
  readonly excludePattern?: string | undefined;
}

export interface CompiledRule {
  readonly program: Program;
  readonly exclude: Program | undefined;
  /** What text to look for, so that most lines need not be shown to the program. */
  readonly clues: readonly Clue[];
}

export type CompileRuleResult =
  | { readonly ok: true; readonly rule: CompiledRule }
  | { readonly ok: false; readonly field: keyof RulePatterns; readonly fault: PatternFault };

export function compileRule({ pattern, excludePattern }: RulePatterns): CompileRuleResult {
  const parsed = parsePattern(pattern);
  if (!parsed.ok) return { ok: false, field: 'pattern', fault: parsed.fault };
  const compiled = compileProgram(parsed.pattern);
  if (!compiled.ok) return { ok: false, field: 'pattern', fault: compiled.fault };
  const exclude = excludePattern === undefined ? undefined : compileExclude(excludePattern);
  if (exclude && !exclude.ok) return { ok: false, field: 'excludePattern', fault: exclude.fault };
  return {
    ok: true,
    rule: { program: compiled.program, exclude: exclude?.program, clues: cluesOf(parsed.pattern.root) },
  };
}

function compileExclude(pattern: string): ReturnType<typeof compileProgram> {
  const parsed = parsePattern(pattern);
  return parsed.ok ? compileProgram(parsed.pattern) : parsed;
}

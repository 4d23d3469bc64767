// A rule's patterns, compiled: plain data, made in any thread and sent to the one that scans.

import { type Clue, cluesOf } from './prefilter/clue.ts';
import { compileProgram, type Program } from './program/program.ts';
import { checkSize } from './program/size.ts';
import { parsePattern } from './syntax/parse.ts';
import type { Pattern, PatternFault } from './syntax/pattern.ts';

export interface RulePatterns {
  readonly pattern: string;
  /** A line that this matches as well is no hit. */
  readonly excludePattern?: string | undefined;
}

export interface CompiledRule {
  readonly automaton: Automaton;
  readonly exclude: Automaton | undefined;
  /** What text to look for, so that most lines need not be shown to the automaton. */
  readonly clues: readonly Clue[];
}

/** A pattern that is known to compile, and its program if that has been made already. */
export interface Automaton {
  readonly pattern: Pattern;
  readonly program: Program | undefined;
}

export interface CompileRuleOptions {
  /** `now` makes the programs at once, off the thread that scans; `when-needed` leaves them to the first line that asks, for a start without delay. */
  readonly automata?: 'now' | 'when-needed';
}

export type CompileRuleResult =
  | { readonly ok: true; readonly rule: CompiledRule }
  | { readonly ok: false; readonly field: keyof RulePatterns; readonly fault: PatternFault };

export function compileRule(
  { pattern, excludePattern }: RulePatterns,
  { automata = 'now' }: CompileRuleOptions = {},
): CompileRuleResult {
  const automaton = compileAutomaton(pattern, automata);
  if ('message' in automaton) return { ok: false, field: 'pattern', fault: automaton };
  const exclude = excludePattern === undefined ? undefined : compileAutomaton(excludePattern, automata);
  if (exclude && 'message' in exclude) return { ok: false, field: 'excludePattern', fault: exclude };
  return { ok: true, rule: { automaton, exclude, clues: cluesOf(automaton.pattern.root) } };
}

function compileAutomaton(text: string, automata: 'now' | 'when-needed'): Automaton | PatternFault {
  const parsed = parsePattern(text);
  if (!parsed.ok) return parsed.fault;
  const { pattern } = parsed;
  if (automata === 'when-needed') return checkSize(pattern) ?? { pattern, program: undefined };
  const compiled = compileProgram(pattern);
  return compiled.ok ? { pattern, program: compiled.program } : compiled.fault;
}

export function programOf({ pattern, program }: Automaton): Program {
  if (program) return program;
  const compiled = compileProgram(pattern);
  if (!compiled.ok) throw new Error(`A pattern whose size was checked did not compile: ${compiled.fault.message}`);
  return compiled.program;
}

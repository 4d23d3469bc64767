// A rule's patterns, compiled: plain data, made in any thread and sent to the one that scans.

import { type Clue, cluesOf } from './prefilter/clue.ts';
import { compileProgram, type Program } from './program/program.ts';
import { partCount, sizeFault } from './program/size.ts';
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
  /** Its size: with repetitions and classes written out. */
  readonly parts: number;
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

/** A program that is larger than this is left to be made when it is needed: a set of rules is small, whatever its patterns. */
const MAX_KEPT_BYTES = 1 << 17;

function compileAutomaton(text: string, automata: 'now' | 'when-needed'): Automaton | PatternFault {
  const parsed = parsePattern(text);
  if (!parsed.ok) return parsed.fault;
  const { pattern } = parsed;
  const parts = partCount(pattern.root);
  const fault = sizeFault(parts);
  if (fault) return fault;
  const program = automata === 'now' ? compileProgram(pattern) : undefined;
  return { pattern, parts, program: program && program.byteSize <= MAX_KEPT_BYTES ? program : undefined };
}

export const programOf = ({ pattern, program }: Automaton): Program => program ?? compileProgram(pattern);

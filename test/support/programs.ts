// Short ways from a pattern's text to what runs it, for tests.

import type { DfaOptions } from '../../src/match/automaton/dfa-cache.ts';
import { LazyDfa } from '../../src/match/automaton/lazy-dfa.ts';
import { compileProgram, type Program } from '../../src/match/program/program.ts';
import { parsePattern } from '../../src/match/syntax/parse.ts';

/** The program of a pattern that is known to be sound. */
export function programOf(text: string): Program {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.message}`);
  return compileProgram(parsed.pattern);
}

/** A function that says whether a line, given as text or as bytes, matches the pattern. */
export function lineTest(pattern: string, options: DfaOptions = {}): (line: string | readonly number[]) => boolean {
  const dfa = new LazyDfa(programOf(pattern), options);
  return (line) => {
    const bytes = typeof line === 'string' ? new TextEncoder().encode(line) : Uint8Array.from(line);
    return dfa.test(bytes, 0, bytes.length);
  };
}

// A pattern by itself, found in one text at a time by the automaton that rules are matched with: linear in the text, whatever the pattern.
import { CacheBudget } from './automaton/cache-budget.ts';
import { compileRule } from './compile-rule.ts';
import type { PatternFault } from './syntax/pattern.ts';
import { Verifier } from './verifier.ts';

/** What the automaton of one pattern may hold while it is used. */
const CACHE_BYTES = 1 << 20;

export type OnePatternResult =
  | { readonly ok: true; readonly pattern: OnePattern }
  | { readonly ok: false; readonly fault: PatternFault };

export class OnePattern {
  readonly #verifier = new Verifier(new CacheBudget(CACHE_BYTES));

  private constructor(rule: Parameters<Verifier['use']>[0][number]) {
    this.#verifier.use([rule]);
  }

  /** The automaton itself is made when the first text is shown to it. */
  static compile(pattern: string): OnePatternResult {
    const compiled = compileRule({ pattern }, { automata: 'when-needed' });
    return compiled.ok ? { ok: true, pattern: new OnePattern(compiled.rule) } : { ok: false, fault: compiled.fault };
  }

  /** @param text UTF-8; a line feed in it parts joined lines, and is seen as the rules of logs see it */
  matches(text: Uint8Array): boolean {
    return this.#verifier.matches(0, text, { start: 0, end: text.length });
  }
}

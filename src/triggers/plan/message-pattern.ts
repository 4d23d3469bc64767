// The regular expression of a filter, found by the automaton that rules are matched with: linear in the message, whatever the pattern.
import { CacheBudget } from '../../match/automaton/cache-budget.ts';
import { compileRule } from '../../match/compile-rule.ts';
import type { PatternFault } from '../../match/syntax/pattern.ts';
import { Verifier } from '../../match/verifier.ts';

/** What the automaton of one pattern may hold while it is used. */
const CACHE_BYTES = 1 << 20;

export type MessagePatternResult =
  | { readonly ok: true; readonly pattern: MessagePattern }
  | { readonly ok: false; readonly fault: PatternFault };

export class MessagePattern {
  readonly #verifier = new Verifier(new CacheBudget(CACHE_BYTES));

  private constructor(rule: Parameters<Verifier['use']>[0][number]) {
    this.#verifier.use([rule]);
  }

  /** The automaton itself is made when the first message is shown to it. */
  static compile(text: string): MessagePatternResult {
    const compiled = compileRule({ pattern: text }, { automata: 'when-needed' });
    return compiled.ok
      ? { ok: true, pattern: new MessagePattern(compiled.rule) }
      : { ok: false, fault: compiled.fault };
  }

  /** @param message UTF-8; a line feed in it parts joined lines, and is seen as the rules of logs see it */
  matches(message: Uint8Array): boolean {
    return this.#verifier.matches(0, message, { start: 0, end: message.length });
  }
}

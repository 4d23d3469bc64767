// The last word on a candidate: one rule's own automaton reads the one line.
import { LazyDfa } from './automaton/lazy-dfa.ts';
import { type CompiledRule, programOf } from './compile-rule.ts';

interface RuleAutomata {
  readonly pattern: LazyDfa;
  readonly exclude: LazyDfa | undefined;
}

/**
 * Shows single lines to single rules. Each rule has a small automaton of its own, built at the first line that it is
 * shown and kept for as long as some set holds the rule; so a changed rule costs what one rule costs.
 */
export class Verifier {
  readonly #known = new WeakMap<CompiledRule, RuleAutomata>();
  #rules: readonly CompiledRule[] = [];
  #automata: (RuleAutomata | undefined)[] = [];

  use(rules: readonly CompiledRule[]): void {
    this.#rules = rules;
    this.#automata = rules.map((rule) => this.#known.get(rule));
  }

  /** Whether the line bytes[start, end) is a hit of the rule. */
  isHit(rule: number, bytes: Uint8Array, line: { readonly start: number; readonly end: number }): boolean {
    const automata = this.#automata[rule] ?? this.#build(rule);
    if (!automata.pattern.test(bytes, line.start, line.end)) return false;
    return automata.exclude === undefined || !automata.exclude.test(bytes, line.start, line.end);
  }

  /** Whether a line that the rule's pattern is known to match is excluded. */
  isExcluded(rule: number, bytes: Uint8Array, line: { readonly start: number; readonly end: number }): boolean {
    if (this.#rules[rule]?.exclude === undefined) return false;
    const automata = this.#automata[rule] ?? this.#build(rule);
    return automata.exclude?.test(bytes, line.start, line.end) ?? false;
  }

  /** Bytes held by the automata of the rules in force. */
  get byteSize(): number {
    return this.#automata.reduce(
      (sum, one) => sum + (one ? one.pattern.byteSize + (one.exclude?.byteSize ?? 0) : 0),
      0,
    );
  }

  #build(rule: number): RuleAutomata {
    const compiled = this.#rules[rule];
    if (compiled === undefined) throw new Error(`There is no rule ${rule}.`);
    const automata = {
      pattern: new LazyDfa(programOf(compiled.automaton)),
      exclude: compiled.exclude ? new LazyDfa(programOf(compiled.exclude)) : undefined,
    };
    this.#known.set(compiled, automata);
    this.#automata[rule] = automata;
    return automata;
  }
}

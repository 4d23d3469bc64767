// The last word on a candidate: one rule's own automaton reads the one line.
import type { CacheBudget } from './automaton/cache-budget.ts';
import { LazyDfa } from './automaton/lazy-dfa.ts';
import { type Automaton, type CompiledRule, programOf } from './compile-rule.ts';

/** Where a line lies in the bytes. */
interface Line {
  readonly start: number;
  readonly end: number;
}

/**
 * Shows single lines to single rules. Each pattern has a small automaton of its own, built at the first line that it is
 * shown and kept for as long as the rules in force hold it; so a changed rule costs what one rule costs.
 */
export class Verifier {
  readonly #budget: CacheBudget;
  #known = new Map<Automaton, LazyDfa>();
  #rules: readonly CompiledRule[] = [];
  #patterns: (LazyDfa | undefined)[] = [];

  constructor(budget: CacheBudget) {
    this.#budget = budget;
  }

  use(rules: readonly CompiledRule[]): void {
    const [before, known] = [this.#known, new Map<Automaton, LazyDfa>()];
    for (const { automaton, exclude } of rules) {
      for (const one of exclude ? [automaton, exclude] : [automaton]) {
        const dfa = before.get(one);
        if (dfa) known.set(one, dfa);
      }
    }
    for (const [one, dfa] of before) if (!known.has(one)) dfa.release();
    this.#known = known;
    this.#rules = rules;
    this.#patterns = rules.map(({ automaton }) => known.get(automaton));
  }

  /** Whether the rule's pattern matches the line bytes[start, end). */
  matches(rule: number, bytes: Uint8Array, line: Line): boolean {
    const pattern = this.#patterns[rule] ?? this.#build(rule);
    return pattern.test(bytes, line.start, line.end);
  }

  /** Whether a line that the rule's pattern is known to match is excluded. */
  isExcluded(rule: number, bytes: Uint8Array, line: Line): boolean {
    const exclude = this.#rules[rule]?.exclude;
    return exclude !== undefined && this.#dfaOf(exclude).test(bytes, line.start, line.end);
  }

  /** Bytes held by the automata of the rules in force. */
  get byteSize(): number {
    return [...this.#known.values()].reduce((sum, dfa) => sum + dfa.byteSize, 0);
  }

  #build(rule: number): LazyDfa {
    const compiled = this.#rules[rule];
    if (compiled === undefined) throw new Error(`There is no rule ${rule}.`);
    const dfa = this.#dfaOf(compiled.automaton);
    this.#patterns[rule] = dfa;
    return dfa;
  }

  #dfaOf(automaton: Automaton): LazyDfa {
    const known = this.#known.get(automaton);
    if (known) return known;
    const dfa = new LazyDfa(programOf(automaton), { budget: this.#budget });
    this.#known.set(automaton, dfa);
    return dfa;
  }
}

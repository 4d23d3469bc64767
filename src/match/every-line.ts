// The rules for which every line must be read, because no rare text tells where they could match.
import { CombinedDfa } from './automaton/combined-dfa.ts';
import type { CompiledRule } from './compile-rule.ts';

interface Group {
  /** Places in the rule set; the automaton numbers its patterns in the same order. */
  readonly rules: readonly number[];
  readonly dfa: CombinedDfa;
}

/** Bound of one group's automaton. When a new state is needed at nearly every byte it gives up long before it is slow, and says so. */
const GROUP_BYTES = 16 << 20;

/**
 * Reads every line for the rules that the prefilter cannot help: many patterns in one automaton. Some combinations need
 * more states than can be kept; such a group is halved, until what is together fits together.
 */
export class EveryLine {
  readonly #compiled: readonly CompiledRule[];
  readonly #groupBytes: number;
  #groups: readonly Group[];

  constructor(compiled: readonly CompiledRule[], rules: readonly number[], groupBytes = GROUP_BYTES) {
    this.#compiled = compiled;
    this.#groupBytes = groupBytes;
    this.#groups = rules.length > 0 ? [this.#group(rules)] : [];
  }

  get isNeeded(): boolean {
    return this.#groups.length > 0;
  }

  get groupCount(): number {
    return this.#groups.length;
  }

  get byteSize(): number {
    return this.#groups.reduce((sum, { dfa }) => sum + dfa.byteSize, 0);
  }

  /** Calls back with every rule whose pattern matches bytes[start, end). */
  match(
    bytes: Uint8Array,
    line: { readonly start: number; readonly end: number },
    found: (rule: number) => void,
  ): void {
    for (const { rules, dfa } of this.#groups) {
      const count = dfa.match(bytes, line.start, line.end);
      for (let i = 0; i < count; i++) found(rules[dfa.matched[i] ?? 0] ?? 0);
    }
  }

  /** Halves the groups that gave up; to be called between batches. */
  divideWhatGaveUp(): void {
    if (this.#groups.every((group) => !isTooMuch(group))) return;
    this.#groups = this.#groups.flatMap((group) => {
      if (!isTooMuch(group)) return [group];
      const half = group.rules.length >> 1;
      return [this.#group(group.rules.slice(0, half)), this.#group(group.rules.slice(half))];
    });
  }

  #group(rules: readonly number[]): Group {
    const programs = rules.map((rule) => ({
      roots: this.#compiled[rule] ? [this.#compiled[rule].automaton.pattern.root] : [],
    }));
    return { rules, dfa: new CombinedDfa(programs, { maxBytes: this.#groupBytes }) };
  }
}

const isTooMuch = ({ rules, dfa }: Group): boolean => rules.length > 1 && dfa.giveUps > 0;

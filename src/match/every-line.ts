// The rules for which every line must be read, because no rare text tells where they could match.

import { isEndBound } from './automaton/backward-dfa.ts';
import { CacheBudget } from './automaton/cache-budget.ts';
import { CombinedDfa } from './automaton/combined-dfa.ts';
import { SingleDfa } from './automaton/single-dfa.ts';
import { type CompiledRule, programOf } from './compile-rule.ts';

interface Group {
  readonly rules: readonly CompiledRule[];
  /** The place of each rule in the set; the automaton numbers its patterns in the same order. */
  readonly places: readonly number[];
  readonly dfa: CombinedDfa | SingleDfa;
  /** The same for the two halves of what was one group. */
  readonly pair: object | undefined;
  /** Nothing more is tried: both halves gave up and are one again, or the rule is alone. */
  readonly isSettled: boolean;
}

export interface EveryLineOptions {
  /** What the caches of all groups may hold, whatever else belongs to the budget included. */
  readonly budget?: CacheBudget;
  /** Bound of one group's cache. When a new state is needed at nearly every byte it gives up long before it is slow, and says so. */
  readonly groupBytes?: number;
  /** Patterns are put together up to so many parts, so that a changed rule costs the making of one such group. */
  readonly groupParts?: number;
}

/**
 * Reads every line for the rules that the prefilter cannot help: many patterns in one automaton. Some combinations need
 * more states than can be kept; such a group is halved as long as that helps one of the halves, and of what is left the
 * rules whose matches end with the line are read from there.
 */
export class EveryLine {
  readonly #budget: CacheBudget;
  readonly #groupBytes: number;
  readonly #groupParts: number;
  #groups: readonly Group[] = [];

  constructor({ budget = new CacheBudget(), groupBytes = 16 << 20, groupParts = 16_384 }: EveryLineOptions = {}) {
    this.#budget = budget;
    this.#groupBytes = groupBytes;
    this.#groupParts = groupParts;
  }

  /** From now on looks for the rules at these places of the set. A group that keeps all its rules keeps what it has built. */
  use(compiled: readonly CompiledRule[], places: readonly number[]): void {
    const left = Map.groupBy(places, (place) => compiled[place]);
    const kept: Group[] = [];
    for (const group of this.#groups) {
      const found = group.rules.map((rule) => left.get(rule)?.pop());
      const known = found.filter((place) => place !== undefined);
      if (known.length === found.length) {
        kept.push({ ...group, places: known });
        continue;
      }
      group.dfa.release();
      for (const place of known) left.get(compiled[place])?.push(place);
    }
    const loose = [...left.values()].flat().sort((a, b) => a - b);
    this.#groups = [...kept, ...this.#grouped(compiled, loose)];
  }

  get isNeeded(): boolean {
    return this.#groups.length > 0;
  }

  get groupCount(): number {
    return this.#groups.length;
  }

  /** How many states the automaton of each group holds. */
  get stateCounts(): readonly number[] {
    return this.#groups.map(({ dfa }) => dfa.stateCount);
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
    for (const { places, dfa } of this.#groups) {
      const count = dfa.match(bytes, line.start, line.end);
      for (let i = 0; i < count; i++) found(places[dfa.matched[i] ?? 0] ?? 0);
    }
  }

  /**
   * Parts the groups that gave up; to be called between batches. When both halves of one give up they are joined
   * again: apart they need as many states, and read every line twice.
   */
  divideWhatGaveUp(): void {
    if (!this.#groups.some(hasGivenUp)) return;
    const joined = new Set<Group>();
    this.#groups = this.#groups.flatMap((group) => {
      if (joined.has(group)) return [];
      const other = this.#groups.find(({ pair }, at) => pair && pair === group.pair && this.#groups[at] !== group);
      if (!hasGivenUp(group)) return [group];
      if (other && hasGivenUp(other)) {
        joined.add(other);
        return this.#join(group, other);
      }
      if (group.rules.length === 1) return this.#settle(group);
      // The other half is given as long to show that it does better.
      return other && group.dfa.giveUps < 2 ? [group] : this.#halve(group);
    });
  }

  #grouped(compiled: readonly CompiledRule[], places: readonly number[]): Group[] {
    const members: { rules: CompiledRule[]; places: number[]; parts: number }[] = [];
    for (const place of places) {
      const rule = compiled[place];
      if (rule === undefined) continue;
      const last = members.at(-1);
      const { parts } = rule.automaton;
      if (last === undefined || last.parts + parts > this.#groupParts)
        members.push({ rules: [rule], places: [place], parts });
      else {
        last.rules.push(rule);
        last.places.push(place);
        last.parts += parts;
      }
    }
    return members.map(({ rules, places: of }) => this.#group({ rules, places: of }));
  }

  #group({ rules, places, pair, isSettled = false }: Pick<Group, 'rules' | 'places'> & Partial<Group>): Group {
    const programs = rules.map(({ automaton }) => ({ roots: [automaton.pattern.root] }));
    const dfa = new CombinedDfa(programs, { maxBytes: this.#groupBytes, budget: this.#budget });
    return { rules, places, dfa, pair, isSettled };
  }

  #halve({ rules, places, dfa }: Group): Group[] {
    dfa.release();
    const [half, pair] = [rules.length >> 1, {}];
    return [
      this.#group({ rules: rules.slice(0, half), places: places.slice(0, half), pair }),
      this.#group({ rules: rules.slice(half), places: places.slice(half), pair }),
    ];
  }

  #join(one: Group, other: Group): Group[] {
    other.dfa.release();
    return this.#settle({ ...one, rules: [...one.rules, ...other.rules], places: [...one.places, ...other.places] });
  }

  /** Parting did not help these rules. Those that can be read from the line's end are, each by itself; the others are read together for good. */
  #settle({ rules, places, dfa }: Group): Group[] {
    dfa.release();
    const all = rules.map((rule, i) => ({
      rule,
      place: places[i] ?? 0,
      turns: isEndBound(rule.automaton.pattern.root),
    }));
    const [turning, others] = [all.filter(({ turns }) => turns), all.filter(({ turns }) => !turns)];
    const singles = turning.map(({ rule, place }) => this.#single(rule, place));
    if (others.length === 0) return singles;
    const [left, leftPlaces] = [others.map(({ rule }) => rule), others.map(({ place }) => place)];
    return [...singles, this.#group({ rules: left, places: leftPlaces, isSettled: true })];
  }

  #single(rule: CompiledRule, place: number): Group {
    const dfa = new SingleDfa(programOf(rule.automaton), { maxBytes: this.#groupBytes, budget: this.#budget });
    return { rules: [rule], places: [place], dfa, pair: undefined, isSettled: true };
  }
}

const hasGivenUp = ({ dfa, isSettled }: Group): boolean => dfa.giveUps > 0 && !isSettled;

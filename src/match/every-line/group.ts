// Rules that are read for together, by one automaton, and what was tried with them already.
import { CacheBudget } from '../automaton/cache-budget.ts';
import { CombinedDfa } from '../automaton/combined-dfa.ts';
import { LazyDfa } from '../automaton/lazy-dfa.ts';
import { type CompiledRule, programOf } from '../compile-rule.ts';
import type { GroupReader } from './group-reader.ts';
import { SingleReader } from './single-reader.ts';
import { TableReader } from './table-reader.ts';

/** A rule, and its place in the set. */
export interface Member {
  readonly rule: CompiledRule;
  readonly place: number;
}

/** Nothing was tried; or it is a half of what was one group, as the other group with the same `pair` is; or nothing more will be tried. */
export type Trial =
  | { readonly kind: 'whole' }
  | { readonly kind: 'half'; readonly pair: object }
  | { readonly kind: 'settled' };

export interface Group {
  readonly members: readonly Member[];
  readonly trial: Trial;
  readonly reader: GroupReader;
}

export interface GroupMakerOptions {
  /** What the caches of all groups may hold, whatever else belongs to the budget included. */
  readonly budget?: CacheBudget;
  /** Bound of one group's cache. When a new state is needed at nearly every byte it gives up long before it is slow, and says so. */
  readonly groupBytes?: number;
}

export class GroupMaker {
  readonly #options: { readonly budget: CacheBudget; readonly maxBytes: number };

  constructor({ budget = new CacheBudget(), groupBytes = 16 << 20 }: GroupMakerOptions) {
    this.#options = { budget, maxBytes: groupBytes };
  }

  together(members: readonly Member[], trial: Trial): Group {
    const programs = members.map(({ rule }) => ({ roots: [rule.automaton.pattern.root] }));
    return { members, trial, reader: new TableReader(new CombinedDfa(programs, this.#options)) };
  }

  /** One rule by itself, in whichever direction it can be read. */
  alone(member: Member): Group {
    const dfa = new LazyDfa(programOf(member.rule.automaton), this.#options);
    return { members: [member], trial: { kind: 'settled' }, reader: new SingleReader(dfa) };
  }
}

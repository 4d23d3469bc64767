// Rules and mutes in memory, for the book of rules: a store of one instance whose reading a test may break or hold up.
import type { Mute } from '../../src/core/rules/mute.ts';
import type { Rule } from '../../src/core/rules/rule.ts';
import type { RuleReader, SavedRules } from '../../src/rules/book/rule-reader.ts';

export class RuleKeeper implements RuleReader {
  #saved: SavedRules = { revision: 1, rules: [], mutes: [] };
  /** What a reading fails with. */
  fault: Error | undefined;
  loads = 0;

  save(rules: readonly Rule[], mutes: readonly Mute[] = []): void {
    this.#saved = { revision: this.#saved.revision + 1, rules, mutes };
  }

  async revision(): Promise<number> {
    if (this.fault) throw this.fault;
    return this.#saved.revision;
  }

  async loadRules(): Promise<SavedRules> {
    if (this.fault) throw this.fault;
    this.loads++;
    return this.#saved;
  }
}

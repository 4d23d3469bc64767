// What the book of rules needs of a store: all that is saved, and a cheap way to see that it has changed.
import type { Mute } from '../../core/rules/mute.ts';
import type { Rule } from '../../core/rules/rule.ts';

export interface SavedRules {
  /** As `revision` said it before the rest was read, so that a change in between is seen the next time. */
  readonly revision: number;
  readonly rules: readonly Rule[];
  /** Those that are not over, and those that lines which come late may still meet. */
  readonly mutes: readonly Mute[];
}

export interface RuleReader {
  /** Another number after every change of a rule or a mute, on whichever instance. */
  revision(): Promise<number>;
  loadRules(): Promise<SavedRules>;
}

/** Rules that are written down outside of the store. */
export interface ProvisionedRules {
  /** The same array as long as nothing changed. */
  readonly rules: readonly Rule[];
}

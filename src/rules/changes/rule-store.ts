// What changing rules needs of a store. Every change takes the note for the audit trail, and is one transaction with it and with the new revision.
// A name that is taken in its scope, and a second override of one rule in one workload, are refused with `conflict`; an id that is not there with
// `not_found`; an override of what is no global rule, and a rule too many, with `refused`; a store that cannot be written with `store_unavailable`.
import type { AuditNote } from '../../core/account.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { Rule, RuleDefinition } from '../../core/rules/rule.ts';

export interface RuleChange {
  readonly at: number;
  /** Says what becomes of the rule as it stands in the transaction; what it throws refuses the change. */
  readonly merge: (before: Rule) => RuleDefinition;
}

export interface RulePageRequest extends PageRequest {
  /** Only the overrides of this global rule. */
  readonly overriddenId?: string | undefined;
}

export interface RuleStore {
  findRule(id: string): Promise<Rule | undefined>;
  listRules(page: RulePageRequest): Promise<Page<Rule>>;
  createRule(rule: RuleDefinition, at: number, note: AuditNote): Promise<Rule>;
  changeRule(id: string, change: RuleChange, note: AuditNote): Promise<Rule>;
  /** With the overrides of a global rule, each of which has a note of its own; gives all that is gone, the rule first. */
  deleteRule(id: string, note: AuditNote): Promise<readonly Rule[]>;
}

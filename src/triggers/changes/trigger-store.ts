// What changing triggers needs of a store. Every change takes the note for the audit trail, and is one transaction with it and with the new revision.
// A name that is taken is refused with `conflict`, an id that is not there with `not_found`, a trigger too many with `refused`.
import type { AuditNote } from '../../core/account.ts';
import type { Trigger, TriggerDefinition } from '../../core/deliveries/trigger.ts';
import type { Page, PageRequest } from '../../core/page.ts';

export interface TriggerChange {
  readonly at: number;
  /** Says what becomes of the trigger as it stands in the transaction; what it throws refuses the change. */
  readonly merge: (before: Trigger) => TriggerDefinition;
}

export interface TriggerStore {
  findTrigger(id: string): Promise<Trigger | undefined>;
  listTriggers(page: PageRequest): Promise<Page<Trigger>>;
  createTrigger(trigger: TriggerDefinition, at: number, note: AuditNote): Promise<Trigger>;
  /** What waits for one that is not enabled afterwards is dead; one that is begins afresh. */
  changeTrigger(id: string, change: TriggerChange, note: AuditNote): Promise<Trigger>;
  /** What waits for it is dead. */
  deleteTrigger(id: string, at: number, note: AuditNote): Promise<Trigger>;
  /** What deliveries have shown of it counts no more. */
  resumeTrigger(id: string, note: AuditNote): Promise<void>;
}

// What the routes about triggers and deliveries need to know; whoever composes the server knows it.
import type { AuditNote } from '../../../core/account.ts';
import type { Delivery, DeliveryState, RecentDeliveries } from '../../../core/deliveries/delivery.ts';
import type { Page, PageRequest } from '../../../core/page.ts';
import type { TriggerEditor } from '../../../triggers/changes/trigger-editor.ts';
import type { TriggerTrials } from '../../../triggers/changes/trigger-trials.ts';
import type { TriggerSnapshot } from '../../../triggers/plan/trigger-snapshot.ts';
import type { Channels } from '../../../triggers/sending.ts';

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly triggerId?: string | undefined;
  readonly eventId?: string | undefined;
}

/** The outbox, as far as people see it. */
export interface DeliveryLog {
  listDeliveries(filter: DeliveryFilter, page: PageRequest): Promise<Page<Delivery>>;
  findDelivery(id: string): Promise<Delivery | undefined>;
  deliveriesOf(eventId: string): Promise<readonly Delivery[]>;
  recentOf(triggerIds: readonly string[]): Promise<readonly RecentDeliveries[]>;
  retry(id: string, at: number, note: AuditNote): Promise<Delivery>;
  retryDead(
    triggerIds: readonly string[],
    at: number,
    note: AuditNote,
  ): Promise<{ readonly retried: number; readonly isAll: boolean }>;
}

export interface TriggerResources {
  readonly triggers: TriggerEditor;
  readonly trials: TriggerTrials;
  /** Whether messages lead to the page of their event. */
  readonly hasLinks: boolean;
  readonly channels: Channels;
  readonly book: { readonly current: TriggerSnapshot | undefined };
  readonly deliveries: DeliveryLog;
  readonly now: () => number;
  /** Until when this process sends nothing through a trigger, because its destination fails or asked for it; undefined where it may. */
  readonly leftAloneUntil: (triggerId: string) => number | undefined;
  /** Something became due through these triggers. */
  readonly wake: (triggerIds: ReadonlySet<string>) => void;
}

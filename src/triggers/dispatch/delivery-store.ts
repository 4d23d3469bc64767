// What the dispatcher needs of a store.
import type { Death, DeliveryAttempt, DeliveryState } from '../../core/deliveries/delivery.ts';
import type { Suspension } from '../../core/deliveries/trigger.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';

export interface ClaimedDelivery {
  readonly id: string;
  readonly triggerId: string;
  /** To be given back with the mark. */
  readonly claim: number;
  readonly pendingSince: number;
  /** Attempts since it is pending. */
  readonly attemptCount: number;
  /** All that are remembered. */
  readonly attempts: readonly DeliveryAttempt[];
  readonly event: StoredEvent;
}

export interface DeliveryMark {
  readonly id: string;
  readonly claim: number;
  readonly state: DeliveryState;
  readonly dueAt: number;
  readonly attemptCount: number;
  readonly attempts: readonly DeliveryAttempt[];
  readonly death: Death | null;
  readonly endedAt: number | null;
}

/** What the deliveries of a trigger show of it. */
export type StandingChange =
  | { readonly triggerId: string; readonly shows: 'failing'; readonly since: number }
  | { readonly triggerId: string; readonly shows: 'success' }
  | { readonly triggerId: string; readonly shows: 'suspended'; readonly why: Suspension; readonly at: number };

export interface DeliveryStore {
  /** Whether other instances share the outbox. */
  readonly isShared: boolean;
  /** What is due through one trigger. Where others share it, it is this caller's for a minute; else he keeps in mind what he has. */
  claim(request: {
    readonly triggerId: string;
    readonly limit: number;
    readonly now: number;
    readonly newestFirst: boolean;
    readonly except: ReadonlySet<string>;
  }): Promise<readonly ClaimedDelivery[]>;
  /** When the next one is due, besides those; undefined when none waits. */
  nextDue(triggerId: string, except: ReadonlySet<string>): Promise<number | undefined>;
  /** Gives the ids of those that were marked: not one that somebody else has by now. */
  mark(marks: readonly DeliveryMark[], standings: readonly StandingChange[]): Promise<ReadonlySet<string>>;
  countPending(most: number): Promise<number>;
  otherTriggers(known: readonly string[], limit: number): Promise<readonly string[]>;
  bury(of: {
    readonly triggerId: string;
    readonly death: Death;
    readonly at: number;
    readonly pendingBefore: number;
  }): Promise<number>;
}

// What whoever delivers takes out of the outbox, and what he gives back.
import type { StoredEvent } from '../events/stored-event.ts';
import type { Death, DeliveryAttempt, DeliveryState, Ending } from './delivery.ts';
import type { Suspension } from './trigger.ts';

/** Where a walk over what is put off has come to, trigger by trigger. */
export interface PutOffPlace {
  readonly dueAt: number;
  readonly id: string;
}

/** Some of what is put off through one trigger, in the order in which it is due. */
export interface PutOffStep {
  readonly triggerId: string;
  readonly now: number;
  readonly after: PutOffPlace | undefined;
}

/** What is due through one trigger. */
export interface ClaimRequest {
  readonly triggerId: string;
  readonly limit: number;
  readonly now: number;
  /** The newest of what is due first, else the oldest. */
  readonly newestFirst: boolean;
  /** What the caller has already. */
  readonly except: ReadonlySet<string>;
}

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
  /** Under which it was claimed: another number in the row means that somebody else has it by now, and nothing is marked. */
  readonly claim: number;
  readonly state: DeliveryState;
  readonly dueAt: number;
  /** For how long that puts it off; nothing where it is over, or due. */
  readonly waitMs: number;
  readonly attemptCount: number;
  readonly attempts: readonly DeliveryAttempt[];
  readonly death: Death | null;
  readonly endedAt: number | null;
}

interface Shown {
  readonly triggerId: string;
  /** When the trigger was written through which it was sent: of one that was written again since it shows nothing. Not said of one that is written elsewhere. */
  readonly writtenAt?: number | null;
}

export interface Suspended extends Shown {
  readonly shows: 'suspended';
  readonly why: Suspension;
  readonly at: number;
}

/** What the deliveries of a trigger show of it. */
export type StandingChange =
  | (Shown & { readonly shows: 'failing'; readonly at: number })
  | (Shown & { readonly shows: 'success' })
  | Suspended;

/** What counted of marks and standings, once that is durable: what is told of the others would not be so. */
export interface Counted {
  /** Of the deliveries that were marked: not one that somebody else has by now. */
  readonly ids: ReadonlySet<string>;
  /** What is another way than before of triggers: nothing of one that was written again, or deleted, since it was sent. */
  readonly standings: readonly StandingChange[];
}

/** What waits for nobody any more, or has become stale, and why it ends. */
export interface Burial {
  readonly triggerId: string;
  readonly death: Death;
  readonly at: number;
  /** Only what is pending since before this. */
  readonly pendingBefore?: number;
}

/** How much has ended so. */
export interface Buried extends Pick<Burial, 'triggerId'> {
  readonly death: Ending;
  readonly count: number;
}

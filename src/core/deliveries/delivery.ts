// One event going through one trigger, with every attempt.
import type { DeliveryReason, DeliveryVerdict } from './delivery-verdict.ts';

export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why a delivery is dead: the reason of its last attempt, or one of these. */
export const DEATHS = ['exhausted', 'expired', 'trigger_deleted', 'trigger_disabled', 'trigger_suspended'] as const;
export type Death = (typeof DEATHS)[number] | DeliveryReason;

/** It waited when its event was deleted because there were too many, and went with it: nothing is left that could be shown, so that it is told. */
export const GONE_WITH_EVENT = 'event_deleted';
/** How what was not sent ends. */
export type Ending = Death | typeof GONE_WITH_EVENT;

/** What one request came to. It holds no secret. */
export interface SentAttempt {
  readonly verdict: DeliveryVerdict;
  /** Of the answer; null when there was none. */
  readonly status: number | null;
  /** A sentence for people. */
  readonly words: string;
  /** The beginning of what was answered; null when nothing was, and for all but tests, of which alone it is shown. */
  readonly excerpt: string | null;
  readonly durationMs: number;
}

/** What is kept of it. */
export interface DeliveryAttempt {
  readonly at: number;
  readonly durationMs: number;
  readonly outcome: DeliveryVerdict['outcome'];
  readonly status: number | null;
  readonly reason: DeliveryReason;
  readonly words: string;
}

export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly triggerId: string;
  readonly state: DeliveryState;
  /** When it is tried next; null when it is over. */
  readonly dueAt: number | null;
  readonly death: Death | null;
  /** The last ones, in order. */
  readonly attempts: readonly DeliveryAttempt[];
  /** How many there were since it was made, or replayed last. */
  readonly attemptCount: number;
  /** Since when it is pending, this time: its event was stored then, or it was replayed. */
  readonly pendingSince: number;
  readonly endedAt: number | null;
}

/** The same on every attempt: by it the receiver knows what it has already. */
export const messageId = (of: {
  readonly eventId: string;
  readonly triggerId: string;
  readonly eventCreatedAt: number;
}): string => `msg_${of.eventId}_${of.triggerId}_${of.eventCreatedAt.toString(36)}`;

/** So many of a trigger's newest deliveries show how it has been doing of late. */
export const RECENT_DELIVERIES = 50;

export interface RecentDeliveries {
  readonly triggerId: string;
  /** Null where none of those that are kept arrived. */
  readonly lastDeliveredAt: number | null;
  readonly delivered: number;
  /** Given up, or tried in vain and to be tried again. */
  readonly failed: number;
  /** Not tried yet. */
  readonly waiting: number;
}

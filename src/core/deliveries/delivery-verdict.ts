// What became of one attempt to deliver a message, as data: whoever keeps the schedule acts on it.
import { NET_FAULTS } from './net-faults.ts';

export const DELIVERY_REASONS = [
  'accepted',
  ...NET_FAULTS,
  'busy',
  'rate_limited',
  'server_error',
  'redirected',
  'unauthorized',
  'not_found',
  'gone',
  'too_large',
  'refused',
  'target_moved',
  'misconfigured',
] as const;
/**
 * The first is for what was delivered. Of the network: no answer came. Then what was answered. target_moved: the receiver told where it is now.
 * misconfigured: what is kept of the trigger cannot be used, so nothing was sent.
 */
export type DeliveryReason = (typeof DELIVERY_REASONS)[number];

export type DeliveryVerdict =
  | { readonly outcome: 'delivered'; readonly reason: 'accepted' }
  | {
      readonly outcome: 'retry';
      readonly reason: DeliveryReason;
      /** What the receiver asked for; between nothing and an hour. */
      readonly waitMs?: number;
      /** Fields of the trigger's configuration that have to be stored before the next attempt. */
      readonly newConfig?: Readonly<Record<string, string>>;
    }
  | {
      readonly outcome: 'rejected';
      readonly reason: DeliveryReason;
      /** Nothing will ever be taken there again: the trigger itself is to be disabled. */
      readonly disables: boolean;
    };

export const DELIVERED: DeliveryVerdict = { outcome: 'delivered', reason: 'accepted' };

export const retry = (reason: DeliveryReason, waitMs?: number): DeliveryVerdict => ({
  outcome: 'retry',
  reason,
  ...(waitMs !== undefined && { waitMs }),
});

export const rejected = (reason: DeliveryReason, disables = false): DeliveryVerdict => ({
  outcome: 'rejected',
  reason,
  disables,
});

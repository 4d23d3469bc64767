// How a delivery stands, in a few words.
import type { Delivery, Health } from '../../api/shapes.ts';

const DEATHS: Readonly<Record<string, string>> = {
  exhausted: 'Given up after all attempts',
  expired: 'Given up: it had become too old',
  trigger_deleted: 'Not sent: its trigger was deleted',
  trigger_disabled: 'Not sent: its trigger was disabled',
  trigger_suspended: 'Not sent: its trigger was suspended',
};

export interface DeliveryWords {
  readonly status: Health;
  readonly words: string;
}

export function deliveryWords({ state, reason, attempts }: Delivery): DeliveryWords {
  if (state === 'delivered') return { status: 'ok', words: 'Delivered' };
  if (state === 'dead') return { status: 'failing', words: DEATHS[reason ?? ''] ?? 'Refused by the receiver' };
  return attempts.length === 0
    ? { status: 'ok', words: 'Waiting to be sent' }
    : { status: 'degraded', words: 'Being tried again' };
}

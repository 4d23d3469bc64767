// Room that whoever sends keeps for a delivery while it is being stored.
import type { ClaimedDelivery } from './delivery-work.ts';

/** One of both is called, once. Neither may throw nor wait. */
export interface DeliveryPlace {
  /** The delivery is durable, and claimed for whoever keeps the place. */
  readonly take: (delivery: ClaimedDelivery) => void;
  /** There is nothing to be sent: nothing was stored. */
  readonly free: () => void;
}

// A trigger that is opened again: nothing counts any more that was shown of it, and what waited when it ended is not sent now.
import type { Transaction } from 'kysely';
import type { Buried } from '../../../core/deliveries/delivery-work.ts';
import type { StoreKind } from '../../backend/backend.ts';
import type { Tables } from '../../tables.ts';
import { buryAllDeliveries } from '../bury-deliveries.ts';

export interface Opened {
  readonly triggerId: string;
  /** By whoever wrote it; it may have been suspended all the same. */
  readonly wasEnabled: boolean;
  readonly at: number;
}

/** Buries nothing of one through which something could be sent before. */
export async function beginAfresh(
  trx: Transaction<Tables>,
  kind: StoreKind,
  { triggerId, wasEnabled, at }: Opened,
): Promise<Buried> {
  const wasSuspended = await forgetStanding(trx, triggerId);
  const burial = { triggerId, death: wasEnabled ? 'trigger_suspended' : 'trigger_disabled', at } as const;
  if (wasEnabled && !wasSuspended) return { ...burial, count: 0 };
  return { ...burial, count: await buryAllDeliveries(trx, kind, burial) };
}

/** Gives whether it was suspended. */
export async function forgetStanding(trx: Transaction<Tables>, triggerId: string): Promise<boolean> {
  const gone = await trx
    .deleteFrom('trigger_standings')
    .where('trigger_standings.trigger_id', '=', triggerId)
    .returning('trigger_standings.suspended_at')
    .executeTakeFirst();
  return gone !== undefined && gone.suspended_at !== null;
}

// What deliveries show of the triggers through which they went, in the transaction that marks them.
import type { Transaction } from 'kysely';
import type { Buried, StandingChange } from '../../../core/deliveries/delivery-work.ts';
import { failingTime, HOPELESS_AFTER_MS, isCounted } from '../../../core/deliveries/failing-time.ts';
import type { StoreKind } from '../../backend/backend.ts';
import { rowId } from '../../row-id.ts';
import type { Tables } from '../../tables.ts';
import { buryDeliveries } from '../bury-deliveries.ts';
import { toStanding } from './trigger-rows.ts';

/** Gives what is another way than before, and what has ended with a suspension. The caller is alone with the triggers. */
export async function changeStandings(
  trx: Transaction<Tables>,
  kind: StoreKind,
  changes: readonly StandingChange[],
): Promise<{ readonly changed: readonly StandingChange[]; readonly buried: readonly Buried[] }> {
  const changed: StandingChange[] = [];
  const buried: Buried[] = [];
  for (const told of changes) {
    if (await wasWrittenSince(trx, told)) continue;
    const change = await asItStands(trx, told);
    if (!(await changeStanding(trx, change))) continue;
    changed.push(change);
    if (change.shows !== 'suspended') continue;
    const burial = { triggerId: change.triggerId, death: 'trigger_suspended', at: change.at } as const;
    buried.push({ ...burial, count: await buryDeliveries(trx, kind, burial) });
  }
  return { changed, buried };
}

/** The teller may not have heard yet that somebody has changed it, or deleted it. */
async function wasWrittenSince(trx: Transaction<Tables>, { triggerId, writtenAt }: StandingChange): Promise<boolean> {
  if (writtenAt === undefined || writtenAt === null) return false;
  const row = await trx
    .selectFrom('event_triggers')
    .select('event_triggers.updated_at')
    .where('event_triggers.id', '=', rowId(triggerId))
    .executeTakeFirst();
  return row?.updated_at !== writtenAt;
}

/** Something may have come through since the teller looked: then this is the first failure after it. What a receiver says of itself counts in any case. */
async function asItStands(trx: Transaction<Tables>, change: StandingChange): Promise<StandingChange> {
  if (change.shows !== 'suspended' || change.why !== 'failing') return change;
  const { triggerId, at } = change;
  const row = await findStanding(trx, triggerId);
  const isHopeless = row !== undefined && failingTime(toStanding(row), at) >= HOPELESS_AFTER_MS;
  return isHopeless ? change : { triggerId, shows: 'failing', at };
}

const findStanding = (trx: Transaction<Tables>, triggerId: string) =>
  trx
    .selectFrom('trigger_standings')
    .selectAll('trigger_standings')
    .where('trigger_standings.trigger_id', '=', triggerId)
    .executeTakeFirst();

async function changeStanding(trx: Transaction<Tables>, change: StandingChange): Promise<boolean> {
  const { triggerId } = change;
  if (change.shows === 'success') {
    const gone = await trx
      .deleteFrom('trigger_standings')
      .where('trigger_standings.trigger_id', '=', triggerId)
      .where('trigger_standings.suspended_at', 'is', null)
      .executeTakeFirst();
    return gone.numDeletedRows > 0n;
  }
  if (change.shows === 'failing') return countFailure(trx, triggerId, change.at);
  const { suspension = null } = (await findStanding(trx, triggerId)) ?? {};
  // What was on its way beside the one that suspended it says nothing new, unless it is that the receiver is gone.
  if (suspension === 'gone' || suspension === change.why) return false;
  const suspended = { suspended_at: change.at, suspension: change.why };
  await trx
    .insertInto('trigger_standings')
    .values({ trigger_id: triggerId, failing_since: change.at, ...suspended })
    .onConflict((conflict) => conflict.column('trigger_id').doUpdateSet(suspended))
    .execute();
  return true;
}

/** By what stands there now: the teller may not have known of the last one yet. */
async function countFailure(trx: Transaction<Tables>, triggerId: string, at: number): Promise<boolean> {
  const before = await findStanding(trx, triggerId);
  if (before === undefined) {
    const first = { trigger_id: triggerId, failing_since: at, failed_at: at };
    await trx.insertInto('trigger_standings').values(first).execute();
    return true;
  }
  const standing = toStanding(before);
  if (standing.suspendedAt !== null || !isCounted(standing, at)) return false;
  await trx
    .updateTable('trigger_standings')
    .set({ failed_at: at, failing_ms: failingTime(standing, at) })
    .where('trigger_standings.trigger_id', '=', triggerId)
    .execute();
  return true;
}

// What became of deliveries, and of the triggers through which they went: many in one transaction.
import { sql, type Transaction } from 'kysely';
import type { Buried, DeliveryMark, StandingChange } from '../../core/deliveries/delivery-work.ts';
import { failingTime, HOPELESS_AFTER_MS, isCounted } from '../../core/deliveries/failing-time.ts';
import type { StoreKind } from '../backend/backend.ts';
import { givenRows } from '../backend/given-rows.ts';
import { OFTEN } from '../backend/often.ts';
import { rowId } from '../row-id.ts';
import type { Tables } from '../tables.ts';
import { buryDeliveries } from './bury-deliveries.ts';
import { toStanding } from './triggers/trigger-rows.ts';

const GIVEN = {
  name: 'given',
  columns: {
    id: 'bigint',
    claim: 'bigint',
    state: 'text',
    due_at: 'bigint',
    wait_ms: 'bigint',
    attempt: 'bigint',
    attempts: 'text',
    death: 'text',
    ended_at: 'bigint',
  },
} as const;

/**
 * Gives the ids of those that were marked. One that was buried while it was on its way is marked only where it arrived. A row with a lower number is one whose
 * claim a crash of the PostgreSQL server has forgotten, and which nobody has claimed since: the mark is about it.
 */
export async function markDeliveries(
  trx: Transaction<Tables>,
  kind: StoreKind,
  marks: readonly DeliveryMark[],
): Promise<ReadonlySet<string>> {
  if (marks.length === 0) return new Set();
  const rows = marks.map((mark) => ({
    ...{ id: Number(mark.id), claim: mark.claim, state: mark.state, due_at: mark.dueAt, attempt: mark.attemptCount },
    wait_ms: mark.waitMs,
    ...{ attempts: JSON.stringify(mark.attempts), death: mark.death, ended_at: mark.endedAt },
  }));
  const marked = await sql<{
    readonly id: number;
  }>`${OFTEN} update deliveries set state = given.state, due_at = given.due_at, wait_ms = given.wait_ms,
      attempt = given.attempt, attempts = given.attempts, death = given.death, ended_at = given.ended_at, leased_until = null
    from ${givenRows(kind, GIVEN, rows)}
    where deliveries.id = given.id and deliveries.claim <= given.claim
      and (deliveries.state = 'pending' or (deliveries.state = 'dead' and given.state = 'delivered'))
    returning deliveries.id`.execute(trx);
  return new Set(marked.rows.map(({ id }) => String(id)));
}

/** Whether anything is another way than before, and what has ended with a suspension. The caller is alone with the triggers. */
export async function changeStandings(
  trx: Transaction<Tables>,
  kind: StoreKind,
  changes: readonly StandingChange[],
): Promise<{ readonly hasChanged: boolean; readonly buried: readonly Buried[] }> {
  let hasChanged = false;
  const buried: Buried[] = [];
  for (const told of changes) {
    if (await wasWrittenSince(trx, told)) continue;
    const change = await asItStands(trx, told);
    hasChanged = (await changeStanding(trx, change)) || hasChanged;
    if (change.shows !== 'suspended') continue;
    const burial = { triggerId: change.triggerId, death: 'trigger_suspended', at: change.at } as const;
    buried.push({ ...burial, count: await buryDeliveries(trx, kind, burial) });
  }
  return { hasChanged, buried };
}

/** The teller may not have heard yet that somebody has changed it. */
async function wasWrittenSince(trx: Transaction<Tables>, { triggerId, writtenAt }: StandingChange): Promise<boolean> {
  if (writtenAt === undefined || writtenAt === null) return false;
  const row = await trx
    .selectFrom('event_triggers')
    .select('event_triggers.updated_at')
    .where('event_triggers.id', '=', rowId(triggerId))
    .executeTakeFirst();
  return row !== undefined && row.updated_at !== writtenAt;
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

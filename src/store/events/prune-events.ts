// Deletes the oldest events, and with the last of its kind what they had in common.
import { sql, type Transaction } from 'kysely';
import { GONE_WITH_EVENT } from '../../core/deliveries/delivery.ts';
import type { Buried } from '../../core/deliveries/delivery-work.ts';
import type { EventBound } from '../../core/retention.ts';
import type { Tables } from '../tables.ts';
import { countBlocks, takeFromBlocks } from './counts/count-blocks.ts';
import { MINUTE_MS } from './counts/step-tally.ts';
import { forgetEmptyBlocks } from './text/index-block.ts';
import type { TextIndex } from './text/text-index.ts';

interface Deleted {
  readonly id: number;
  readonly series_id: number;
}

/** Events that are too old are looked at in pages of as many as one step deletes, and in so many of them: in one whose deliveries all wait there is nothing to delete. */
const PAGES_AT_ONCE = 10;

export interface Pruned {
  readonly count: number;
  /** What waited for the events that were too many. */
  readonly buried: readonly Buried[];
}

/** Deletes at most `limit`. The caller is alone with the events and their index. */
export async function pruneEvents(
  trx: Transaction<Tables>,
  index: TextIndex,
  { before, keepRows, limit }: EventBound,
): Promise<Pruned> {
  const deleted = await deleteOldest(trx, { before, keepRows, limit });
  const ids = deleted.map(({ id }) => id);
  await takeFromBlocks(trx, ids);
  await forgetEmptyBlocks(trx, index, ids);
  const buried = await forgetDeliveries(trx, ids);
  await forgetSeries(trx, new Set(deleted.map(({ series_id }) => series_id)));
  if (deleted.length > 0) await forgetClasses(trx);
  await forgetMinutes(trx, { before, limit });
  return { count: deleted.length, buried };
}

async function deleteOldest(
  trx: Transaction<Tables>,
  { before, keepRows, limit }: EventBound,
): Promise<readonly Deleted[]> {
  const old = await oldAndOver(trx, { before, limit });
  const deleted = old.length === 0 ? [] : [...(await deleteEvents(trx, sql.join(old)))];
  const room = limit - deleted.length;
  if (room === 0) return deleted;
  const counted = await countBlocks(trx);
  const tooMany = Math.max(0, counted - deleted.length - keepRows);
  const first = sql`select event_log.id from event_log order by event_log.id limit ${Math.min(room, tooMany)}`;
  return [...deleted, ...(await deleteEvents(trx, first))];
}

/** The oldest of those that are too old, but for those of which something waits: a clock that is far ahead must not take what is still to be sent. */
async function oldAndOver(
  trx: Transaction<Tables>,
  { before, limit }: Pick<EventBound, 'before' | 'limit'>,
): Promise<readonly number[]> {
  const found: number[] = [];
  let last = { created_at: Number.MIN_SAFE_INTEGER, id: 0 };
  for (let page = 0; page < PAGES_AT_ONCE && found.length < limit; page++) {
    const rows = await trx
      .selectFrom('event_log')
      .select(['event_log.id', 'event_log.created_at'])
      .where('event_log.created_at', '<', before)
      .where(sql<boolean>`(event_log.created_at, event_log.id) > (${last.created_at}, ${last.id})`)
      .orderBy('event_log.created_at')
      .orderBy('event_log.id')
      .limit(limit)
      .execute();
    const ids = rows.map(({ id }) => id);
    const waiting = await waitingOf(trx, ids);
    found.push(...ids.filter((id) => !waiting.has(id)));
    last = rows.at(-1) ?? last;
    if (rows.length < limit) break;
  }
  return found.slice(0, limit);
}

async function waitingOf(trx: Transaction<Tables>, eventIds: readonly number[]): Promise<ReadonlySet<number>> {
  if (eventIds.length === 0) return new Set();
  const rows = await trx
    .selectFrom('deliveries')
    .select('deliveries.event_id')
    .where('deliveries.event_id', 'in', eventIds)
    // As an expression, so that no index of what waits is taken for it, through which all of that would be read.
    .where(sql<boolean>`deliveries.state || '' = 'pending'`)
    .execute();
  return new Set(rows.map(({ event_id }) => event_id));
}

async function deleteEvents(trx: Transaction<Tables>, ids: ReturnType<typeof sql>): Promise<readonly Deleted[]> {
  return (await sql<Deleted>`delete from event_log where id in (${ids}) returning id, series_id`.execute(trx)).rows;
}

/** An event takes its deliveries with it. Gives those among them that waited, trigger by trigger. */
async function forgetDeliveries(trx: Transaction<Tables>, eventIds: readonly number[]): Promise<readonly Buried[]> {
  if (eventIds.length === 0) return [];
  const gone = await trx
    .deleteFrom('deliveries')
    .where('deliveries.event_id', 'in', eventIds)
    .returning(['deliveries.trigger_id', 'deliveries.state'])
    .execute();
  const waited = new Map<string, number>();
  for (const { trigger_id, state } of gone)
    if (state === 'pending') waited.set(trigger_id, (waited.get(trigger_id) ?? 0) + 1);
  return [...waited].map(([triggerId, count]) => ({ triggerId, death: GONE_WITH_EVENT, count }));
}

async function forgetSeries(trx: Transaction<Tables>, ids: ReadonlySet<number>): Promise<void> {
  if (ids.size === 0) return;
  await trx
    .deleteFrom('event_series')
    .where('event_series.id', 'in', [...ids])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('event_log')
            .select('event_log.id')
            .whereRef('event_log.series_id', '=', 'event_series.id')
            .limit(1),
        ),
      ),
    )
    .execute();
}

/** There are some hundreds at most; a source that nobody sends any more makes room for another. */
async function forgetClasses(trx: Transaction<Tables>): Promise<void> {
  await sql`delete from event_classes where not exists
    (select 1 from event_log where event_log.class_id = event_classes.id)`.execute(trx);
}

async function forgetMinutes(
  trx: Transaction<Tables>,
  { before, limit }: Pick<EventBound, 'before' | 'limit'>,
): Promise<void> {
  const old = trx
    .selectFrom('event_minutes')
    .select('event_minutes.minute')
    .where('event_minutes.minute', '<', Math.floor(before / MINUTE_MS))
    .orderBy('event_minutes.minute')
    .limit(limit);
  await trx.deleteFrom('event_minutes').where('event_minutes.minute', 'in', old).execute();
}

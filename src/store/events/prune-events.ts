// Deletes the oldest events, and with the last of its kind what they had in common.
import { sql, type Transaction } from 'kysely';
import type { EventBound } from '../../core/retention.ts';
import type { Tables } from '../tables.ts';
import { countBlocks, takeFromBlocks } from './counts/count-blocks.ts';
import { MINUTE_MS } from './counts/count-minutes.ts';
import { forgetEmptyBlocks } from './text/index-block.ts';
import type { TextIndex } from './text/text-index.ts';

interface Deleted {
  readonly id: number;
  readonly series_id: number;
}

/** Deletes at most `limit`, and gives how many. The caller is alone with the events and their index. */
export async function pruneEvents(
  trx: Transaction<Tables>,
  index: TextIndex,
  { before, keepRows, limit }: EventBound,
): Promise<number> {
  const old = sql`select event_log.id from event_log where event_log.created_at < ${before}
    order by event_log.created_at, event_log.id limit ${limit}`;
  const deleted = [...(await deleteEvents(trx, old))];
  if (deleted.length === 0) {
    const tooMany = Math.max(0, (await countBlocks(trx)) - keepRows);
    const first = sql`select event_log.id from event_log order by event_log.id limit ${Math.min(limit, tooMany)}`;
    deleted.push(...(await deleteEvents(trx, first)));
  }
  const ids = deleted.map(({ id }) => id);
  await takeFromBlocks(trx, ids);
  await forgetEmptyBlocks(trx, index, ids);
  await forgetDeliveries(trx, ids);
  await forgetSeries(trx, new Set(deleted.map(({ series_id }) => series_id)));
  if (deleted.length > 0) await forgetClasses(trx);
  await forgetMinutes(trx, { before, limit });
  return deleted.length;
}

async function deleteEvents(trx: Transaction<Tables>, ids: ReturnType<typeof sql>): Promise<readonly Deleted[]> {
  return (await sql<Deleted>`delete from event_log where id in (${ids}) returning id, series_id`.execute(trx)).rows;
}

/** An event takes its deliveries with it, whatever became of them. */
async function forgetDeliveries(trx: Transaction<Tables>, eventIds: readonly number[]): Promise<void> {
  if (eventIds.length === 0) return;
  await trx.deleteFrom('deliveries').where('deliveries.event_id', 'in', eventIds).execute();
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

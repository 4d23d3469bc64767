// Forgets what was heard of the origins of sources that nobody reads any more, such as engines that were taken out of the configuration.
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { UnreadSources } from '../../core/retention.ts';
import type { Tables } from '../tables.ts';
import { heartbeatAge, isStale, lockOf } from './scheduler-lock.ts';

/** Deletes at most `limit`, and gives how many. How far was heard of a source stays: it is one row, and one that comes back goes on there. `now` is the database's clock. */
export async function forgetLives(
  trx: Transaction<Tables>,
  now: RawBuilder<number>,
  { unreadForSeconds, limit }: UnreadSources,
): Promise<number> {
  const unread = await trx
    .selectFrom('sources')
    .innerJoin('scheduler_lock', (join) => join.on('scheduler_lock.id', '=', sql<number>`sources.id + ${lockOf(0)}`))
    .select('sources.key')
    .where(heartbeatAge(now), '>', unreadForSeconds)
    .where(({ or, eb }) => or([eb('scheduler_lock.name', 'is', null), isStale(now)]))
    .execute();
  if (unread.length === 0) return 0;
  const origins = trx
    .selectFrom('lives')
    .select('lives.origin')
    .where(
      'lives.source',
      'in',
      unread.map(({ key }) => key),
    )
    .limit(limit);
  const { numDeletedRows } = await trx.deleteFrom('lives').where('lives.origin', 'in', origins).executeTakeFirst();
  return Number(numDeletedRows);
}

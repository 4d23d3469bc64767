// Keeps a holder that has lost its lease from writing.
import { sql, type Transaction } from 'kysely';
import { TocsinError } from '../../core/errors.ts';
import type { Database } from '../door/database.ts';
import type { Tables } from '../tables.ts';
import { isStale, SCHEDULER_LOCK } from './scheduler-lock.ts';

/**
 * Were the holder to stand still in the middle of a write, its lock on the row would keep everybody else out: PostgreSQL ends a transaction
 * that waits for its client for as long as the lease outlives a heartbeat.
 */
export const endWithTheLease = sql<string>`set_config('idle_in_transaction_session_timeout',
  greatest(1, ceil(scheduler_lock.heartbeat_timeout * 1000))::int::text, true)`.as('idle_limit');

/**
 * Runs the write of a background task, but only while the lease is the one that the fencing number was given for, and has not run out. The check stands within
 * the write's own transaction and holds the row until its end, so that a take-over comes wholly before (then this throws `lease_lost`) or wholly after.
 */
export function writeFenced<T>(
  database: Database,
  fencing: number,
  work: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return database.write(async (trx) => {
    await checkFence(trx, database, { lock: SCHEDULER_LOCK, fencing });
    return work(trx);
  });
}

/** The same check for a transaction that was begun by somebody else. */
export async function checkFence(
  trx: Transaction<Tables>,
  database: Database,
  { lock, fencing }: { readonly lock: number; readonly fencing: number },
): Promise<void> {
  const row = await trx
    .selectFrom('scheduler_lock')
    .select('scheduler_lock.fencing')
    .where('scheduler_lock.id', '=', lock)
    .where('scheduler_lock.name', 'is not', null)
    .where('scheduler_lock.fencing', '=', fencing)
    .where(({ not }) => not(isStale(database.now)))
    .$if(database.kind === 'postgres', (query) => query.select(endWithTheLease).forShare())
    .executeTakeFirst();
  if (!row)
    throw new TocsinError(
      'lease_lost',
      `The lease with the fencing number ${fencing} has ended: whoever had it may write no more.`,
    );
}

import { sql, type Transaction } from 'kysely';
import { TocsinError } from '../../core/errors.ts';
import type { Database } from '../database.ts';
import type { Tables } from '../tables.ts';

/** The scheduler's row of `scheduler_lock`: of several instances its holder runs the background tasks. */
export const SCHEDULER_LOCK = 1;

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
    const row = await trx
      .selectFrom('scheduler_lock')
      .select('scheduler_lock.fencing')
      .where('scheduler_lock.id', '=', SCHEDULER_LOCK)
      .where('scheduler_lock.name', 'is not', null)
      .where('scheduler_lock.fencing', '=', fencing)
      .where(sql<boolean>`scheduler_lock.heartbeat_at + scheduler_lock.heartbeat_timeout >= ${database.now}`)
      .$if(database.kind === 'postgres', (query) => query.forShare())
      .executeTakeFirst();
    if (!row)
      throw new TocsinError(
        'lease_lost',
        `The lease with the fencing number ${fencing} has ended: this background task may write no more.`,
      );
    return work(trx);
  });
}

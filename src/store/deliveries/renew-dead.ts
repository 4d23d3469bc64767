// Makes dead deliveries pending again: in small steps, because ten thousand of them would keep everybody else from writing.
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../tables.ts';

/** What one transaction looks at: some milliseconds on SQLite. */
const RENEWED_AT_ONCE = 500;

export interface RenewStep {
  /** Only what went through these. */
  readonly triggerIds: ReadonlySet<string>;
  /** Only those with lower ids. */
  readonly below: number;
  /** No more than this, and than one step takes. */
  readonly most: number;
  readonly at: number;
}

interface Renewed {
  readonly count: number;
  /** Where the next step goes on; undefined when there are no more dead ones. */
  readonly below: number | undefined;
}

/** The newest first. */
export async function renewDead(
  trx: Transaction<Tables>,
  { triggerIds, below, most, at }: RenewStep,
): Promise<Renewed> {
  const limit = Math.min(RENEWED_AT_ONCE, most);
  const looked = await trx
    .selectFrom('deliveries')
    .select(['deliveries.id', 'deliveries.trigger_id'])
    .where('deliveries.state', '=', sql.lit('dead'))
    .where('deliveries.id', '<', below)
    .orderBy('deliveries.id', 'desc')
    .limit(limit)
    .execute();
  const ids = looked.flatMap(({ id, trigger_id }) => (triggerIds.has(trigger_id) ? [id] : []));
  const rest = looked.length < limit ? undefined : looked.at(-1)?.id;
  if (ids.length === 0) return { count: 0, below: rest };
  const { numUpdatedRows } = await trx
    .updateTable('deliveries')
    .set(renewed(at))
    .where('deliveries.state', '=', sql.lit('dead'))
    .where('deliveries.id', 'in', ids)
    .executeTakeFirst();
  return { count: Number(numUpdatedRows), below: rest };
}

/** Whoever has it still has it no more. */
export const renewed = (at: number) => ({
  ...{ state: 'pending' as const, pending_since: at, due_at: at, wait_ms: 0, leased_until: null, attempt: 0 },
  ...{ death: null, ended_at: null, claim: sql<number>`deliveries.claim + 1` },
});

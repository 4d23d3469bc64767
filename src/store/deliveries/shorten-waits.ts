// Nothing waits longer than it was put off for: what was put off, or stored, while a clock was ahead is due by the clock as it is now.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { PutOffPlace, PutOffStep } from '../../core/deliveries/delivery-work.ts';
import type { StoreKind } from '../backend/backend.ts';
import { givenRows } from '../backend/given-rows.ts';
import type { Tables } from '../tables.ts';

/** What one step looks at. */
const LOOKED_AT_ONCE = 500;
/** Clocks of instances differ a little: by so much what one has put off may seem too long to another. Not what is due at once for everybody. */
const CLOCKS_DIFFER_MS = 60_000;

const ASKED = { name: 'asked', columns: { trigger_id: 'text' } } as const;

export interface Shortened {
  readonly shortened: number;
  /** Where the next step goes on; undefined at the end. */
  readonly after: PutOffPlace | undefined;
}

/** Through which of these triggers something is due later than now: one look at the index for each. */
export async function putOffTriggers(
  db: Kysely<Tables>,
  kind: StoreKind,
  { triggerIds, now }: { readonly triggerIds: readonly string[]; readonly now: number },
): Promise<readonly string[]> {
  const rows = triggerIds.map((trigger_id) => ({ trigger_id }));
  const found = await sql<{ readonly trigger_id: string }>`select asked.trigger_id from ${givenRows(kind, ASKED, rows)}
    where exists (select 1 from deliveries where deliveries.trigger_id = asked.trigger_id
      and deliveries.state = 'pending' and deliveries.due_at > ${now})`.execute(db);
  return found.rows.map(({ trigger_id }) => trigger_id);
}

/** Those that wait too long among the next that are put off. */
export async function readPutOff(
  db: Kysely<Tables>,
  { triggerId, now, after }: PutOffStep,
): Promise<{ readonly overlong: readonly number[]; readonly after: PutOffPlace | undefined }> {
  const { dueAt, id } = after ?? { dueAt: now, id: String(Number.MAX_SAFE_INTEGER) };
  const rows = await db
    .selectFrom('deliveries')
    .select(['deliveries.id', 'deliveries.due_at', 'deliveries.wait_ms'])
    .where('deliveries.trigger_id', '=', triggerId)
    .where('deliveries.state', '=', sql.lit('pending'))
    .where(sql<boolean>`(deliveries.due_at, deliveries.id) > (${dueAt}, ${Number(id)})`)
    .orderBy('deliveries.due_at')
    .orderBy('deliveries.id')
    .limit(LOOKED_AT_ONCE)
    .execute();
  const overlong = rows.flatMap((row) => (row.due_at - now > mostOf(row.wait_ms) ? [row.id] : []));
  const last = rows.length < LOOKED_AT_ONCE ? undefined : rows.at(-1);
  return { overlong, after: last && { dueAt: last.due_at, id: String(last.id) } };
}

/** None is due any later for it, whatever became of it meanwhile. */
export async function shortenWaits(trx: Transaction<Tables>, ids: readonly number[], now: number): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set({
      due_at: sql<number>`case when deliveries.due_at > ${now} + deliveries.wait_ms then ${now} + deliveries.wait_ms else deliveries.due_at end`,
      pending_since: sql<number>`case when deliveries.pending_since > ${now} then ${now} else deliveries.pending_since end`,
    })
    .where('deliveries.state', '=', sql.lit('pending'))
    .where('deliveries.id', 'in', ids)
    .execute();
}

const mostOf = (waitMs: number): number => (waitMs === 0 ? 0 : waitMs + CLOCKS_DIFFER_MS);

// How many events there are, counted by blocks of ids when they are stored and deleted: ids have gaps, and counting millions anew would take seconds.
// One row for all would be written by every commit, and PostgreSQL keeps each of its versions as long as a backup runs.
import { sql, type Transaction } from 'kysely';
import { builtForRows } from '../../backend/built-once.ts';
import { UNHEARD } from '../../backend/unheard.ts';
import type { Tables } from '../../tables.ts';

/** As migration 0011 has counted. Ten million events are in some 2,400 blocks. */
const BLOCK_IDS = 4_096;

/** These were stored. The caller is alone with the events. */
export async function addToBlocks(trx: Transaction<Tables>, ids: Iterable<number>): Promise<void> {
  await change(trx, eventsByBlock(ids, 1));
}

/** These were deleted. The caller is alone with the events. */
export async function takeFromBlocks(trx: Transaction<Tables>, ids: Iterable<number>): Promise<void> {
  const counts = eventsByBlock(ids, -1);
  if (counts.size === 0) return;
  await change(trx, counts);
  await trx
    .deleteFrom('event_counts')
    .where('event_counts.block', 'in', [...counts.keys()])
    .where('event_counts.events', '=', 0)
    .execute();
}

export async function countBlocks(trx: Transaction<Tables>): Promise<number> {
  const all = await trx
    .selectFrom('event_counts')
    .select(({ fn }) => fn.sum<number | null>('event_counts.events').as('events'))
    .executeTakeFirst();
  return Number(all?.events ?? 0);
}

function eventsByBlock(ids: Iterable<number>, each: 1 | -1): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const id of ids) {
    const block = Math.floor(id / BLOCK_IDS);
    counts.set(block, (counts.get(block) ?? 0) + each);
  }
  return counts;
}

async function change(trx: Transaction<Tables>, counts: ReadonlyMap<number, number>): Promise<void> {
  const rows = [...counts].map(([block, events]) => ({ block, events }));
  if (rows.length > 0) await addRows(trx, rows);
}

const addRows = builtForRows((db, rows: readonly { readonly block: number; readonly events: number }[]) =>
  db
    .insertInto('event_counts')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.column('block').doUpdateSet({ events: sql<number>`event_counts.events + excluded.events` }),
    )
    .modifyEnd(UNHEARD)
    .compile(),
);

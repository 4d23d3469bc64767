// A block of events on its way into the index of words, and out of it.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../tables.ts';
import { BLOCK_IDS, blockOf, firstUnindexed, inBlock } from './text-blocks.ts';
import type { IndexedEvent, TextIndex } from './text-index.ts';
import { termsOf } from './text-terms.ts';

/** A block that is about to be indexed. */
export interface ReadBlock {
  readonly block: number;
  /** When the first and the last of its events were stored. */
  readonly span: { readonly first_at: number; readonly last_at: number };
  readonly events: readonly IndexedEvent[];
}

/** Ids become visible in their order, so a block is whole once there is an event with its last id, or a greater one. Undefined when none is. */
export async function readNextBlock(db: Kysely<Tables>): Promise<ReadBlock | undefined> {
  const from = await firstUnindexed(db);
  const first = await edge(db, 'asc', from);
  const newest = await edge(db, 'desc', from);
  if (first === undefined || newest === undefined) return undefined;
  const block = blockOf(first);
  if (newest < (block + 1) * BLOCK_IDS - 1) return undefined;
  const rows = await db
    .selectFrom('event_log')
    .select(['event_log.id', 'event_log.message', 'event_log.class_id', 'event_log.workload_id', 'event_log.rule_id'])
    .select('event_log.created_at')
    .where(inBlock(block))
    .execute();
  const times = rows.map(({ created_at }) => created_at);
  return {
    block,
    span: { first_at: Math.min(...times), last_at: Math.max(...times) },
    events: rows.map((row) => ({ id: row.id, terms: termsOf(row) })),
  };
}

/** By their ids alone, which may have holes: never less than there are. */
export async function countUnindexed(db: Kysely<Tables>): Promise<number> {
  const from = await firstUnindexed(db);
  const first = await edge(db, 'asc', from);
  const newest = await edge(db, 'desc', from);
  return first === undefined || newest === undefined ? 0 : newest - first + 1;
}

/** The caller is alone with the index. */
export async function indexBlock(
  trx: Transaction<Tables>,
  index: TextIndex,
  { block, span, events }: ReadBlock,
): Promise<void> {
  // Of a block that has lost its last event since it was read nothing would ever be forgotten.
  if (!(await hasEvents(trx, block))) return;
  await trx
    .insertInto('event_text_blocks')
    .values({ block, ...span })
    .execute();
  await index.add(trx, block, events);
}

/** Forgets those blocks of these events that have no event any more. The caller is alone with the events and their index. */
export async function forgetEmptyBlocks(
  trx: Transaction<Tables>,
  index: TextIndex,
  ids: readonly number[],
): Promise<void> {
  for (const block of new Set(ids.map(blockOf))) {
    if (await hasEvents(trx, block)) continue;
    const { numDeletedRows } = await trx
      .deleteFrom('event_text_blocks')
      .where('event_text_blocks.block', '=', block)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await index.forget(trx, block);
  }
}

/** The first or the last id from this one on. */
async function edge(db: Kysely<Tables>, direction: 'asc' | 'desc', from: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('event_log')
    .select('event_log.id')
    .where('event_log.id', '>=', from)
    .orderBy('event_log.id', direction)
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

async function hasEvents(trx: Transaction<Tables>, block: number): Promise<boolean> {
  const { rows } = await sql`select 1 from event_log where ${inBlock(block)} limit 1`.execute(trx);
  return rows.length > 0;
}

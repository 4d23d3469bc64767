// Events are indexed in blocks of ids. What is newer than the last whole block is in no index: a search reads it.
import { type Kysely, sql } from 'kysely';
import type { EventFilter } from '../../../core/events/event-query.ts';
import type { Tables } from '../../tables.ts';

/** Ids in a block; there may be fewer events. */
export const BLOCK_IDS = 1_024;

/** Blocks that are read at once. */
const A_READ = 512;

export const blockOf = (id: number): number => Math.floor(id / BLOCK_IDS);

/** The first id that no indexed block holds, nor one before it. */
export async function firstUnindexed(db: Kysely<Tables>): Promise<number> {
  const last = await db
    .selectFrom('event_text_blocks')
    .select(({ fn }) => fn.max('event_text_blocks.block').as('block'))
    .executeTakeFirst();
  return ((last?.block ?? -1) + 1) * BLOCK_IDS;
}

/** Those with an id below this one in which there may be an event of the span, the newest first. */
export async function* blocksBelow(
  db: Kysely<Tables>,
  below: number,
  { from, to }: Pick<EventFilter, 'from' | 'to'>,
): AsyncGenerator<readonly number[]> {
  let end = blockOf(below - 1) + 1;
  for (;;) {
    const rows = await db
      .selectFrom('event_text_blocks')
      .select('event_text_blocks.block')
      .where('event_text_blocks.block', '<', end)
      .$if(from !== undefined, (query) => query.where('event_text_blocks.last_at', '>=', from ?? 0))
      .$if(to !== undefined, (query) => query.where('event_text_blocks.first_at', '<', to ?? 0))
      .orderBy('event_text_blocks.block', 'desc')
      .limit(A_READ)
      .execute();
    if (rows.length > 0) yield rows.map(({ block }) => block);
    end = rows.at(-1)?.block ?? 0;
    if (rows.length < A_READ) return;
  }
}

export async function hasBlocks(db: Kysely<Tables>, from: number, end: number): Promise<boolean> {
  const row = await db
    .selectFrom('event_text_blocks')
    .select('event_text_blocks.block')
    .where('event_text_blocks.block', '>=', from)
    .where('event_text_blocks.block', '<', end)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The ids of this block, as a condition. */
export const inBlock = (block: number) =>
  sql<boolean>`event_log.id >= ${block * BLOCK_IDS} and event_log.id < ${(block + 1) * BLOCK_IDS}`;

// Saves the gaps of a commit: one that goes on where the last one of its origin ended becomes one with it.
import type { Selectable, Transaction } from 'kysely';
import { joinedGap } from '../../../core/lines/gaps/adjoining-gaps.ts';
import type { Gap } from '../../../core/lines/reading.ts';
import { UNHEARD } from '../../backend/unheard.ts';
import type { GapsTable } from '../../tables/watching-tables.ts';
import type { Tables } from '../../tables.ts';
import { gapOf, gapRow } from '../origin-rows.ts';

/** Rows in one statement: a statement takes 32,766 values on SQLite. */
const ROWS_A_STATEMENT = 500;

export interface OriginGaps {
  readonly originId: number;
  readonly gaps: readonly Gap[];
}

/** Of so many origins as one query may name. */
export async function writeGaps(trx: Transaction<Tables>, all: readonly OriginGaps[], now: number): Promise<void> {
  const told = all.filter(({ gaps }) => gaps.length > 0);
  if (told.length === 0) return;
  const lasts = await lastGapsOf(
    trx,
    told.map(({ originId }) => originId),
  );
  const rows: ReturnType<typeof gapRow>[] = [];
  for (const { originId, gaps } of told) {
    const last = lasts.get(originId);
    const [first, ...others] = gaps;
    const joined = first && last && joinedGap(gapOf(last), first);
    if (joined) await extend(trx, last.id, gapRow(originId, joined, now).to_stamp);
    for (const gap of joined ? others : gaps) rows.push(gapRow(originId, gap, now));
  }
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT)
    await trx
      .insertInto('gaps')
      .values(rows.slice(at, at + ROWS_A_STATEMENT))
      .modifyEnd(UNHEARD)
      .execute();
}

async function extend(trx: Transaction<Tables>, id: number, to: string | null | undefined): Promise<void> {
  await trx
    .updateTable('gaps')
    .set({ to_stamp: to ?? null })
    .where('gaps.id', '=', id)
    .execute();
}

async function lastGapsOf(
  trx: Transaction<Tables>,
  originIds: readonly number[],
): Promise<ReadonlyMap<number, Selectable<GapsTable>>> {
  const rows = await trx
    .selectFrom('gaps')
    .selectAll('gaps')
    .where('gaps.id', 'in', ({ selectFrom }) =>
      selectFrom('gaps as one')
        .select(({ fn }) => fn.max('one.id').as('last'))
        .where('one.origin_id', 'in', originIds)
        .groupBy('one.origin_id'),
    )
    .execute();
  return new Map(rows.map((row) => [row.origin_id, row]));
}

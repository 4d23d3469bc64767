// What is saved of origins: each with its position and its latest gaps, in a few queries however many there are.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { SavedOrigin } from '../../core/lines/standing.ts';
import type { GapsTable, OriginsTable, PositionTailsTable, Tables } from '../tables.ts';
import { savedOrigin } from './origin-rows.ts';

const GAPS_SHOWN = 20;

/** More origins than that are told of in several queries, for a query takes so many values only. */
const ORIGINS_A_QUERY = 1_000;

export async function readOrigins(
  db: Kysely<Tables>,
  rows: readonly Selectable<OriginsTable>[],
): Promise<SavedOrigin[]> {
  const saved: SavedOrigin[] = [];
  for (let at = 0; at < rows.length; at += ORIGINS_A_QUERY)
    saved.push(...(await readSome(db, rows.slice(at, at + ORIGINS_A_QUERY))));
  return saved;
}

async function readSome(db: Kysely<Tables>, rows: readonly Selectable<OriginsTable>[]): Promise<SavedOrigin[]> {
  const ids = rows.map(({ id }) => id);
  const tails = Map.groupBy(await tailsOf(db, ids), ({ origin_id }) => origin_id);
  const gaps = Map.groupBy(await latestGapsOf(db, ids), ({ origin_id }) => origin_id);
  return rows.map((row) => {
    const ofRow = gaps.get(row.id) ?? [];
    return savedOrigin(row, {
      tail: joined(row, tails.get(row.id) ?? []),
      gapsTotal: Number(ofRow[0]?.total ?? 0),
      gaps: ofRow,
    });
  });
}

function tailsOf(db: Kysely<Tables>, ids: readonly number[]): Promise<Selectable<PositionTailsTable>[]> {
  return db
    .selectFrom('position_tails')
    .selectAll('position_tails')
    .where('position_tails.origin_id', 'in', ids)
    .orderBy('position_tails.origin_id')
    .orderBy('position_tails.begins_at')
    .execute();
}

/** The last gaps of each origin, in order, each with how many the origin has in all. */
function latestGapsOf(
  db: Kysely<Tables>,
  ids: readonly number[],
): Promise<(Selectable<GapsTable> & { readonly total: number | string })[]> {
  const ranked = db
    .selectFrom('gaps')
    .selectAll('gaps')
    .select([
      sql<number>`row_number() over (partition by gaps.origin_id order by gaps.id desc)`.as('rank'),
      sql<number>`count(*) over (partition by gaps.origin_id)`.as('total'),
    ])
    .where('gaps.origin_id', 'in', ids)
    .as('ranked');
  return db
    .selectFrom(ranked)
    .selectAll('ranked')
    .where('ranked.rank', '<=', GAPS_SHOWN)
    .orderBy('ranked.id')
    .execute();
}

/** The pieces of a tail as one, without what was forgotten of the first. */
function joined(
  { tail_from, tail_end }: Selectable<OriginsTable>,
  pieces: readonly Selectable<PositionTailsTable>[],
): Uint8Array {
  const tail = new Uint8Array(tail_end - tail_from);
  for (const { begins_at, bytes } of pieces) {
    const from = Math.max(0, tail_from - begins_at);
    if (from < bytes.length) tail.set(bytes.subarray(from), begins_at + from - tail_from);
  }
  return tail;
}

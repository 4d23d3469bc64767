// The gaps of origins as they are shown: the last of each, and how many there are in all.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { GapsTable } from '../../tables/watching-tables.ts';
import type { Tables } from '../../tables.ts';
import type { GapsOfOrigin } from '../origin-rows.ts';

const GAPS_SHOWN = 20;
const NONE: GapsOfOrigin = { gapsTotal: 0, gaps: [] };

/** Of so many origins as one query may name. */
export async function readGaps(db: Kysely<Tables>, ids: readonly number[]): Promise<(id: number) => GapsOfOrigin> {
  const found = Map.groupBy(await latestGapsOf(db, ids), ({ origin_id }) => origin_id);
  return (id) => {
    const gaps = found.get(id);
    return gaps === undefined ? NONE : { gapsTotal: Number(gaps[0]?.total ?? 0), gaps };
  };
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

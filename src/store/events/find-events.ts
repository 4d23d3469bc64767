// Finds a page of events: the newest of each lane below the page's beginning, and of those the newest.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { StoreKind } from '../backend/backend.ts';
import type { Tables } from '../tables.ts';
import type { Lanes } from './event-lanes.ts';
import type { PagePlace } from './page-place.ts';

/** Lanes in one statement of SQLite, which has no lateral join: each is a part of a union. */
const LANES_A_STATEMENT = 100;

export interface PageBounds {
  readonly below: PagePlace;
  readonly from: number;
  readonly limit: number;
}

interface FoundRow {
  readonly id: number;
  readonly created_at: number;
}

/** The ids, newest first, at most `limit`. */
export async function findEventIds(
  db: Kysely<Tables>,
  kind: StoreKind,
  { lanes, ...bounds }: PageBounds & { readonly lanes: Lanes },
): Promise<readonly FoundRow[]> {
  if (lanes.by === 'all') return (await newestOf(bounds, sql`true`).execute(db)).rows;
  if (lanes.values.length === 0) return [];
  const column = sql.ref(`event_log.${lanes.by}`);
  if (kind === 'postgres') {
    const type = sql.raw(lanes.by === 'rule_id' ? 'text' : 'bigint');
    const inLane = newestOf(bounds, sql`${column} = lane.value`);
    return (
      await sql<FoundRow>`select found.id, found.created_at from unnest(${lanes.values}::${type}[]) as lane(value)
        cross join lateral (${inLane}) as found
        order by found.created_at desc, found.id desc limit ${bounds.limit}`.execute(db)
    ).rows;
  }
  const found: FoundRow[] = [];
  for (let at = 0; at < lanes.values.length; at += LANES_A_STATEMENT) {
    const some = lanes.values.slice(at, at + LANES_A_STATEMENT);
    const parts = some.map((value) => sql`select * from (${newestOf(bounds, sql`${column} = ${value}`)})`);
    const newest = sql<FoundRow>`select id, created_at from (${sql.join(parts, sql` union all `)})
      order by created_at desc, id desc limit ${bounds.limit}`;
    found.push(...(await newest.execute(db)).rows);
  }
  return found.sort((a, b) => b.created_at - a.created_at || b.id - a.id).slice(0, bounds.limit);
}

function newestOf({ below, from, limit }: PageBounds, inLane: RawBuilder<unknown>): RawBuilder<FoundRow> {
  return sql<FoundRow>`select event_log.id, event_log.created_at from event_log
    where ${inLane} and (event_log.created_at, event_log.id) < (${below.at}, ${below.id}) and event_log.created_at >= ${from}
    order by event_log.created_at desc, event_log.id desc limit ${limit}`;
}

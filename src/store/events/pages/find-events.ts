// Finds a page of events: the newest of each lane below the page's beginning, and of those the newest. All of it is one statement: each way to a server costs as
// much as a search.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { StoredEvent } from '../../../core/events/stored-event.ts';
import type { StoreKind } from '../../backend/backend.ts';
import { OFTEN } from '../../backend/often.ts';
import type { Tables } from '../../tables.ts';
import { EVENT_COLUMNS, type EventRow, toEvent } from '../event-rows.ts';
import type { Lanes } from './event-lanes.ts';
import { type FoundRow, firstInOrder, inLaneOrder } from './lane-order.ts';
import type { PagePlace } from './page-place.ts';

export interface PageBounds {
  readonly below: PagePlace;
  readonly from: number;
  readonly limit: number;
}

export interface PageSearch extends PageBounds {
  readonly kind: StoreKind;
  /** Undefined for all events. */
  readonly lanes: Lanes | undefined;
}

type LaneSearch = PageSearch & { readonly lanes: Lanes };

/** So few are read as far as a page goes, without a look at what they have. */
const FEW_LANES = 4;

/** Newest first, at most `limit`. */
export async function findEvents(db: Kysely<Tables>, search: PageSearch): Promise<readonly StoredEvent[]> {
  const { rows } = await pageOf(search).execute(db);
  return rows.map(toEvent);
}

/** Limits stand in the text, and the order of each part is that of one index: so no value has a say in how it is best done. */
export function pageOf(search: PageSearch): RawBuilder<EventRow> {
  const found = hasLanes(search) ? newestOfLanes(search) : newestOfAll(search);
  return sql`${OFTEN} select ${sql.join(EVENT_COLUMNS.map((name) => sql.ref(name)))}
    from (${found}) as found join event_log on event_log.id = found.id
    order by found.created_at desc, found.id desc`;
}

const hasLanes = (search: PageSearch): search is LaneSearch => search.lanes !== undefined;

function newestOfAll({ below, from, limit }: PageBounds): RawBuilder<FoundRow> {
  return sql<FoundRow>`select event_log.id, event_log.created_at from event_log
    where (event_log.created_at, event_log.id) < (${below.at}, ${below.id}) and event_log.created_at >= ${from}
    order by event_log.created_at desc, event_log.id desc limit ${sql.lit(limit)}`;
}

function newestOfLanes(search: LaneSearch): RawBuilder<FoundRow> {
  const { lanes, from } = search;
  return lanes.about > FEW_LANES ? narrowed(search) : merged(search, sql`(${lanes.values})`, sql<number>`${from}`);
}

/**
 * Which lanes can have a part in the page, and since when. Each lane is asked for its `nth` newest alone: where so many
 * lanes have theirs at a moment or later that these fill the page, nothing older belongs to it.
 */
function narrowed(search: LaneSearch): RawBuilder<FoundRow> {
  const { lanes, limit, from } = search;
  const nth = Math.ceil(limit / lanes.about);
  const order = inLaneOrder({ ...search, lane: sql.ref('lane.value'), from: sql`${from}` });
  const since = sql<number>`(select since.at from since)`;
  // Of the newest of each it is known which are too old; of later ones it is not.
  const values = nth > 1 ? sql`nth` : sql`(select nth.value from nth where nth.at >= ${since})`;
  return sql<FoundRow>`with nth as materialized (
      select lane.value as value, (select created_at from (${order} limit 1 offset ${sql.lit(nth - 1)}) as one) as at
      from (${lanes.values}) as lane),
    since as materialized (
      select coalesce((select nth.at from nth where nth.at is not null order by nth.at desc
        limit 1 offset ${sql.lit(Math.ceil(limit / nth) - 1)}), ${from}) as at)
    ${merged(search, values, since)}`;
}

function merged(search: LaneSearch, values: RawBuilder<unknown>, from: RawBuilder<number>): RawBuilder<FoundRow> {
  const { kind, limit } = search;
  const newest = firstInOrder(kind, inLaneOrder({ ...search, lane: sql.ref('lane.value'), from }), limit);
  const found =
    kind === 'postgres'
      ? sql`cross join lateral (${newest}) as one`
      : // There is no lateral join; one by the ids goes the same way.
        sql`cross join event_log as one on one.id in (select id from (${newest}))`;
  return sql<FoundRow>`select one.id, one.created_at from ${values} as lane ${found}
    order by one.created_at desc, one.id desc limit ${sql.lit(limit)}`;
}

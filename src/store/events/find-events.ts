// Finds a page of events: the newest of each lane below the page's beginning, and of those the newest.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import type { StoreKind } from '../backend/backend.ts';
import type { Tables } from '../tables.ts';
import type { Lanes } from './event-lanes.ts';
import { EVENT_COLUMNS, type EventRow, toEvent } from './event-rows.ts';
import type { PagePlace } from './page-place.ts';

export interface PageBounds {
  readonly below: PagePlace;
  readonly from: number;
  readonly limit: number;
}

interface FoundRow {
  readonly id: number;
  readonly created_at: number;
}

/** What finds the newest of lanes of one kind, within bounds. */
interface LaneSearch extends PageBounds {
  readonly db: Kysely<Tables>;
  readonly kind: StoreKind;
  readonly lanes: Exclude<Lanes, { readonly by: 'all' }>;
}

/** Newest first, at most `limit`. */
export async function findEvents(
  db: Kysely<Tables>,
  kind: StoreKind,
  { lanes, ...bounds }: PageBounds & { readonly lanes: Lanes },
): Promise<readonly StoredEvent[]> {
  if (lanes.by === 'all') return readFound(db, newestOf(bounds, sql`true`));
  const search: LaneSearch = { db, kind, lanes, ...bounds };
  const { values, from } = lanes.values.length > 1 ? await narrow(search) : { ...lanes, ...bounds };
  return values.length === 0 ? [] : readFound(db, merged({ ...search, from }, values));
}

/** In one statement with the search, which has looked at nothing but an index: each way to a database costs as much as a search. */
async function readFound(db: Kysely<Tables>, found: RawBuilder<FoundRow>): Promise<readonly StoredEvent[]> {
  const { rows } = await sql<EventRow>`select ${sql.join(EVENT_COLUMNS.map((name) => sql.ref(name)))}
    from (${found}) as found join event_log on event_log.id = found.id
    order by found.created_at desc, found.id desc`.execute(db);
  return rows.map(toEvent);
}

/**
 * Which lanes can have a part in the page, and since when. Each lane is asked for its `nth` newest alone: where so many
 * lanes have theirs at a moment or later that these fill the page, nothing older belongs to it.
 */
async function narrow(search: LaneSearch): Promise<{ readonly values: readonly number[]; readonly from: number }> {
  const {
    db,
    limit,
    lanes: { values },
  } = search;
  const nth = Math.ceil(limit / values.length);
  const one = newestOf({ ...search, limit: 1 }, inLane(search, sql.ref('lane.value')), nth - 1);
  const { rows } = await sql<{ value: number; at: number | null }>`
    select lane.value as value, (select created_at from (${one}) as nth) as at from ${lanesFrom(search, values)}`.execute(
    db,
  );
  const moments = rows.flatMap(({ at }) => at ?? []).sort((a, b) => b - a);
  const from = moments[Math.ceil(limit / nth) - 1] ?? search.from;
  // Of the newest of each it is known which are too old; of later ones it is not.
  return nth > 1
    ? { values, from }
    : { values: rows.filter(({ at }) => at !== null && at >= from).map(({ value }) => value), from };
}

function merged(search: LaneSearch, values: readonly number[]): RawBuilder<FoundRow> {
  const { kind, limit } = search;
  const newest = newestOf(search, inLane(search, sql.ref('lane.value')));
  const found =
    kind === 'postgres'
      ? sql`cross join lateral (${newest}) as one`
      : // There is no lateral join; one by the ids goes the same way.
        sql`cross join event_log as one on one.id in (select id from (${newest}))`;
  return sql<FoundRow>`select one.id, one.created_at from ${lanesFrom(search, values)} ${found}
    order by one.created_at desc, one.id desc limit ${limit}`;
}

const lanesFrom = ({ kind }: LaneSearch, values: readonly number[]) =>
  kind === 'postgres'
    ? sql`unnest(${values}::bigint[]) as lane(value)`
    : sql`json_each(${JSON.stringify(values)}) as lane`;

function inLane({ lanes }: LaneSearch, value: RawBuilder<unknown>): RawBuilder<unknown> {
  const isOfLane = sql`${sql.ref(`event_log.${lanes.by}`)} = ${value}`;
  if (lanes.by !== 'class_id' || lanes.within === undefined) return isOfLane;
  const { column, value: wanted } = lanes.within;
  return sql`${sql.ref(`event_log.${column}`)} = ${wanted} and ${isOfLane}`;
}

function newestOf({ below, from, limit }: PageBounds, where: RawBuilder<unknown>, offset = 0): RawBuilder<FoundRow> {
  return sql<FoundRow>`select event_log.id, event_log.created_at from event_log
    where ${where} and (event_log.created_at, event_log.id) < (${below.at}, ${below.id}) and event_log.created_at >= ${from}
    order by event_log.created_at desc, event_log.id desc limit ${limit} offset ${offset}`;
}

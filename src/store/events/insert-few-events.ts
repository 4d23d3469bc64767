// Inserts few events on PostgreSQL with one statement, which finds by itself what they have in common with others: so that nobody asks for that first.
import { sql, type Transaction } from 'kysely';
import { builtOnce } from '../backend/built-once.ts';
import { type GivenValues, givenTable, givenValues } from '../backend/given-rows.ts';
import type { Tables } from '../tables.ts';
import type { EventTraits } from './event-series.ts';
import { EVENT_LOG_COLUMNS, type EventText, GIVEN_EVENTS, givenEvent, idsByPlace, numbered } from './insert-events.ts';

/** With more another statement each is of no account, and how they are joined is. */
const FEW = 100;

const GIVEN_KINDS = {
  name: 'kinds',
  columns: { nth: 'bigint', source: 'text', severity: 'text', workload_id: 'text', rule_id: 'text' },
} as const;

export interface FewEvents {
  readonly events: readonly EventText[];
  /** Of each of them. */
  readonly traits: readonly EventTraits[];
  readonly now: number;
}

/** Gives the ids of those that are new, by their places; undefined where nothing was inserted, for there are too many of them, or one is the first of its kind. */
export async function insertOfKnownKinds(
  trx: Transaction<Tables>,
  { events, traits, now }: FewEvents,
): Promise<ReadonlyMap<number, number> | undefined> {
  if (events.length > FEW) return undefined;
  const { kinds, nths } = numbered(traits);
  const rows = events.map((event, n) => givenEvent(event, nths[n] ?? 0));
  const given = { ...givenValues('postgres', GIVEN_KINDS, kinds), ...givenValues('postgres', GIVEN_EVENTS, rows) };
  const made = await insertKnown(trx, { ...given, now });
  const found = made.rows.flatMap(({ id, key }) => (id === null ? [] : [{ id, key }]));
  return found.length === made.rows.length ? idsByPlace(events, found) : undefined;
}

interface Made {
  readonly id: number | null;
  readonly key: string;
}

type Given = GivenValues<'postgres', typeof GIVEN_KINDS> & GivenValues<'postgres', typeof GIVEN_EVENTS>;

const insertKnown = builtOnce((db, { now, ...given }: Given & { readonly now: number }) =>
  sql<Made>`with known as (
      select kinds.*, event_series.class_id, event_series.id as series_id from ${givenTable('postgres', GIVEN_KINDS, given)}
      left join event_classes on event_classes.source = kinds.source and event_classes.severity = kinds.severity
      left join event_series on event_series.class_id = event_classes.id
        and event_series.workload_id = coalesce(kinds.workload_id, '') and event_series.rule_id = coalesce(kinds.rule_id, '')),
    made as (
      insert into event_log (${sql.raw(EVENT_LOG_COLUMNS.join())})
      select given.key, known.source, known.severity, given.message, given.metadata, known.workload_id, known.rule_id,
        known.class_id, known.series_id, given.held_back, given.last_seen, ${now}
      from ${givenTable('postgres', GIVEN_EVENTS, given)} join known on known.nth = given.nth_kind
      where not exists (select 1 from known where known.series_id is null)
      order by given.n on conflict (key) do nothing returning id, key)
    select made.id, made.key from made union all select null, known.source from known where known.series_id is null`.compile(
    db,
  ),
);

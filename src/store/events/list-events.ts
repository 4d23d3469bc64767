// A page of the event log: by when events were stored, or through the index of their words where some are looked for.
import type { Kysely } from 'kysely';
import type { Clock } from '../../core/clock.ts';
import type { EventFilter, EventPage } from '../../core/events/event-query.ts';
import { type WantedWords, wantedWords } from '../../core/events/event-words.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import type { PageRequest } from '../../core/page.ts';
import type { Database } from '../door/database.ts';
import { pageSize } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import { lanesOf } from './pages/event-lanes.ts';
import { findEvents } from './pages/find-events.ts';
import { laterPlace, NEWEST, type PageOrder, type PagePlace, placeCursor, placeOf } from './pages/page-place.ts';
import { searchEvents } from './text/search-events.ts';
import type { TextIndex } from './text/text-index.ts';

export interface ListedLog {
  readonly database: Pick<Database, 'kind' | 'read'>;
  readonly clock: Clock;
  readonly index: TextIndex;
}

/** The newest first. */
export async function listEvents(
  log: ListedLog,
  filter: EventFilter,
  { limit, cursor }: PageRequest,
): Promise<EventPage> {
  const most = pageSize(limit);
  const place = cursor === undefined ? NEWEST : placeOf(cursor, orderOf(filter));
  const wanted = wantedWords(filter.text ?? '');
  if (wanted !== undefined) return pageOfSearch(log, filter, { wanted, most, place });
  return pageOf(log, filter, { most, place });
}

/** Where a list with this filter goes on behind an event. */
export const cursorBehind = ({ id, createdAt }: Pick<StoredEvent, 'id' | 'createdAt'>, filter: EventFilter): string =>
  placeCursor(orderOf(filter), { at: createdAt, id: Number(id) });

const orderOf = ({ text = '' }: EventFilter): PageOrder => (wantedWords(text) === undefined ? 'events' : 'search');

interface AskedPage {
  readonly most: number;
  readonly place: PagePlace;
}

async function pageOf({ database }: ListedLog, filter: EventFilter, { most, place }: AskedPage): Promise<EventPage> {
  const below = filter.to === undefined ? place : laterPlace(place, { at: filter.to, id: 0 });
  const from = filter.from ?? Number.MIN_SAFE_INTEGER;
  const found = await database.read((db) =>
    findEvents(db, { kind: database.kind, lanes: lanesOf(db, filter), below, from, limit: most + 1 }),
  );
  return { items: found.slice(0, most), nextCursor: cursorWhereMore(found, most, filter) ?? null, isPartial: false };
}

/** It may end early. The time of a place means nothing here. */
async function pageOfSearch(
  { database, clock, index }: ListedLog,
  filter: EventFilter,
  { wanted, most, place }: AskedPage & { readonly wanted: WantedWords },
): Promise<EventPage> {
  const search = { index, clock, filter, wanted, below: place.id, limit: most + 1 };
  const { events, searchedTo, searchedToTime } = await database.read(async (db) => {
    const searched = await searchEvents(db, search);
    return { ...searched, searchedToTime: await storedAt(db, searched.searchedTo) };
  });
  const items = events.slice(0, most);
  const nextCursor = cursorWhereMore(events, most, filter);
  if (nextCursor !== undefined || searchedTo === undefined)
    return { items, nextCursor: nextCursor ?? null, isPartial: false };
  const cursor = placeCursor('search', { at: 0, id: searchedTo });
  return { items, nextCursor: cursor, isPartial: true, searchedTo: searchedToTime };
}

/** When the event with this id was stored, or the next one that is still there. */
export async function storedAt(db: Kysely<Tables>, id: number | undefined): Promise<number | undefined> {
  if (id === undefined) return undefined;
  const stored = db.selectFrom('event_log').select('event_log.created_at').where('event_log.id', '>=', id);
  return (await stored.orderBy('event_log.id').limit(1).executeTakeFirst())?.created_at;
}

/** Behind the last of a page, where one more was found than it holds. */
function cursorWhereMore(found: readonly StoredEvent[], most: number, filter: EventFilter): string | undefined {
  const last = found[most - 1];
  return last && found.length > most ? cursorBehind(last, filter) : undefined;
}

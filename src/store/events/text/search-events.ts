// A page of a search: from the newest event on, first what no index holds yet, then by the index. It is in the order in which events were stored, by their ids.
import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Clock } from '../../../core/clock.ts';
import type { EventFilter } from '../../../core/events/event-query.ts';
import { hasWords, type WantedWords } from '../../../core/events/event-words.ts';
import type { StoredEvent } from '../../../core/events/stored-event.ts';
import type { Tables } from '../../tables.ts';
import { EVENT_COLUMNS, type EventRow, toEvent } from '../event-rows.ts';
import { findClasses } from '../pages/event-lanes.ts';
import { blocksBelow, firstUnindexed } from './text-blocks.ts';
import type { TextIndex } from './text-index.ts';
import { wantedTerms } from './text-terms.ts';

/** Then a page ends, wherever it is; at least one step was made. */
const BUDGET_MS = 25;
/** Events without an index that are read at once. */
const UNINDEXED_AT_ONCE = 1_000;

export interface EventSearch {
  readonly index: TextIndex;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly filter: EventFilter;
  readonly wanted: WantedWords;
  /** Only below this id. */
  readonly below: number;
  readonly limit: number;
}

export interface SearchedEvents {
  /** The newest first, at most `limit`. */
  readonly events: readonly StoredEvent[];
  /** When time was up: all events from this id on have been searched. Undefined when all have, or `limit` were found. */
  readonly searchedTo: number | undefined;
}

interface Part {
  readonly events: readonly StoredEvent[];
  readonly downTo: number;
}

export async function searchEvents(db: Kysely<Tables>, search: EventSearch): Promise<SearchedEvents> {
  const { clock, limit } = search;
  const end = clock.monotonic() + BUDGET_MS;
  const found: StoredEvent[] = [];
  for await (const { events, downTo } of partsOf(db, search)) {
    found.push(...events);
    if (found.length >= limit) return { events: found.slice(0, limit), searchedTo: undefined };
    if (clock.monotonic() >= end) return { events: found, searchedTo: downTo };
  }
  return { events: found, searchedTo: undefined };
}

async function* partsOf(db: Kysely<Tables>, search: EventSearch): AsyncGenerator<Part> {
  const { filter, wanted, index } = search;
  const isAnyClass = filter.severities === undefined && filter.sources === undefined;
  const classes = isAnyClass ? undefined : await findClasses(db, filter);
  if (classes?.length === 0) return;
  const unindexed = await firstUnindexed(db);
  yield* unindexedParts(db, search, unindexed);
  const below = Math.min(search.below, unindexed);
  const terms = wantedTerms(wanted, filter, classes);
  for await (const blocks of blocksBelow(db, below, filter))
    for await (const { ids, downTo } of index.find(db, { wanted: terms, blocks, below }))
      yield { events: await readHits(db, search, ids), downTo };
}

/** Reads all from the newest down to this id. */
async function* unindexedParts(db: Kysely<Tables>, search: EventSearch, from: number): AsyncGenerator<Part> {
  const { filter, wanted } = search;
  for (let below = search.below; below > from; ) {
    const newest = db.selectFrom('event_log').select('event_log.id').where('event_log.id', '<', below);
    const last = await newest
      .where('event_log.id', '>=', from)
      .orderBy('event_log.id', 'desc')
      .offset(UNINDEXED_AT_ONCE - 1)
      .limit(1)
      .executeTakeFirst();
    const downTo = last?.id ?? from;
    const rows = await fitting(db.selectFrom('event_log').select(EVENT_COLUMNS), filter)
      .where('event_log.id', '>=', downTo)
      .where('event_log.id', '<', below)
      .orderBy('event_log.id', 'desc')
      .execute();
    yield { events: hitsAmong(rows, wanted), downTo };
    below = downTo;
  }
}

async function readHits(
  db: Kysely<Tables>,
  { filter, wanted }: EventSearch,
  ids: readonly number[],
): Promise<readonly StoredEvent[]> {
  if (ids.length === 0) return [];
  const rows = await fitting(db.selectFrom('event_log').select(EVENT_COLUMNS), filter)
    .where('event_log.id', 'in', ids)
    .orderBy('event_log.id', 'desc')
    .execute();
  return hitsAmong(rows, wanted);
}

const hitsAmong = (rows: readonly EventRow[], wanted: WantedWords): readonly StoredEvent[] =>
  rows.filter(({ message }) => hasWords(message, wanted)).map(toEvent);

function fitting<Row>(
  query: SelectQueryBuilder<Tables, 'event_log', Row>,
  { severities, sources, workloadId, ruleId, from, to }: EventFilter,
): SelectQueryBuilder<Tables, 'event_log', Row> {
  return query
    .$if(severities !== undefined, (some) => some.where('event_log.severity', 'in', severities ?? []))
    .$if(sources !== undefined, (some) => some.where('event_log.source', 'in', sources ?? []))
    .$if(workloadId !== undefined, (some) => some.where('event_log.workload_id', '=', workloadId ?? ''))
    .$if(ruleId !== undefined, (some) => some.where('event_log.rule_id', '=', ruleId ?? ''))
    .$if(from !== undefined, (some) => some.where('event_log.created_at', '>=', from ?? 0))
    .$if(to !== undefined, (some) => some.where('event_log.created_at', '<', to ?? 0));
}

// How many events were stored in each step of a span: of all, as they were counted then; of those that a filter allows, as they are found now, for as long as that may take.
import type { Kysely } from 'kysely';
import type { AskedCount, EventCount } from '../../../core/events/event-query.ts';
import { type WantedWords, wantedWords } from '../../../core/events/event-words.ts';
import type { Tables } from '../../tables.ts';
import { type ListedLog, storedAt } from '../list-events.ts';
import { type Lanes, lanesOf } from '../pages/event-lanes.ts';
import { laterPlace, NEWEST, noSuchCursor, placeCursor, placeOf } from '../pages/page-place.ts';
import { searchEvents } from '../text/search-events.ts';
import { countLanes } from './count-lanes.ts';
import { countMinutes } from './count-minutes.ts';
import { MINUTE_MS, StepTally } from './step-tally.ts';

/** Whole minutes. */
interface Bounds {
  readonly from: number;
  readonly to: number;
}

export async function countEvents(log: ListedLog, asked: AskedCount): Promise<EventCount> {
  const { filter, span } = asked;
  const bounds = {
    from: Math.floor(span.from / MINUTE_MS) * MINUTE_MS,
    to: Math.ceil(span.to / MINUTE_MS) * MINUTE_MS,
  };
  const wanted = wantedWords(filter.text ?? '');
  if (wanted !== undefined) return countHits(log, asked, { wanted, bounds });
  return log.database.read(async (db) => {
    const { sources, workloadId, ruleId, severities } = filter;
    const isNarrow = [sources, workloadId, ruleId].some((part) => part !== undefined);
    const lanes = isNarrow ? lanesOf(db, filter) : undefined;
    if (lanes !== undefined) return countInLanes(db, { ...log, ...asked, lanes, bounds });
    if (asked.cursor !== undefined) throw noSuchCursor();
    return { steps: await countMinutes(db, span, severities), nextCursor: null };
  });
}

interface LanesAsked extends ListedLog, AskedCount {
  readonly lanes: Lanes;
  readonly bounds: Bounds;
}

async function countInLanes(db: Kysely<Tables>, asked: LanesAsked): Promise<EventCount> {
  const { database, clock, cursor, lanes, bounds, span } = asked;
  const place = cursor === undefined ? NEWEST : placeOf(cursor, 'events');
  const [from, to] = [bounds.from, laterPlace(place, { at: bounds.to, id: 0 }).at];
  const tally = new StepTally(span.step);
  const countedTo = await countLanes(db, { kind: database.kind, clock, lanes, from, to, step: span.step }, tally);
  if (countedTo <= from) return { steps: tally.steps(), nextCursor: null };
  return { steps: tally.steps(), nextCursor: placeCursor('events', { at: countedTo, id: 0 }), countedTo };
}

/** The words of an event stand in no count: what is found is looked at, part by part, as the pages of a search are. */
async function countHits(
  { database, clock, index }: ListedLog,
  { filter, span: { step }, cursor }: AskedCount,
  { wanted, bounds }: { readonly wanted: WantedWords; readonly bounds: Bounds },
): Promise<EventCount> {
  const below = cursor === undefined ? NEWEST.id : placeOf(cursor, 'search').id;
  const search = { index, clock, filter: { ...filter, ...bounds }, wanted, below, limit: Number.POSITIVE_INFINITY };
  return database.read(async (db) => {
    const { events, searchedTo } = await searchEvents(db, search);
    const tally = new StepTally(step);
    for (const { createdAt, severity } of events) tally.addAt(createdAt, severity);
    if (searchedTo === undefined) return { steps: tally.steps(), nextCursor: null };
    const nextCursor = placeCursor('search', { at: 0, id: searchedTo });
    return { steps: tally.steps(), nextCursor, countedTo: await storedAt(db, searchedTo) };
  });
}

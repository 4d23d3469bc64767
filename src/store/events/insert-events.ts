// Inserts events of which nobody knows yet whether they are there already. Of all that is done for an event this costs the most, so each database has it its own way.
import { sql, type Transaction } from 'kysely';
import type { NewEvent } from '../../core/events/new-event.ts';
import type { StoreKind } from '../backend/backend.ts';
import { givenRows } from '../backend/given-rows.ts';
import { OFTEN } from '../backend/often.ts';
import { runForEach } from '../backend/row-batch.ts';
import { known } from '../row-id.ts';
import type { Tables } from '../tables.ts';
import type { EventKind } from './event-series.ts';

export interface EventText {
  readonly key: string;
  readonly message: string;
  readonly metadata: NewEvent['metadata'];
  readonly held_back: number;
  readonly last_seen: number | null;
}

export interface InsertedEvent extends EventText {
  readonly kind: EventKind;
}

/** Gives the ids of those that are new, by their places. */
export function insertEvents(
  trx: Transaction<Tables>,
  kind: StoreKind,
  { events, now }: { readonly events: readonly InsertedEvent[]; readonly now: number },
): Promise<ReadonlyMap<number, number>> {
  return kind === 'sqlite' ? insertOneByOne(trx, events, now) : insertTogether(trx, events, now);
}

export const EVENT_LOG_COLUMNS = [
  ...(['key', 'source', 'severity', 'message', 'metadata', 'workload_id', 'rule_id', 'class_id', 'series_id'] as const),
  ...(['held_back', 'last_seen', 'created_at'] as const),
] as const;
const INSERT = `insert into event_log (${EVENT_LOG_COLUMNS.join()}) values (${EVENT_LOG_COLUMNS.map(() => '?').join()}) on conflict (key) do nothing`;

async function insertOneByOne(
  trx: Transaction<Tables>,
  events: readonly InsertedEvent[],
  now: number,
): Promise<ReadonlyMap<number, number>> {
  const rows = events.map(({ key, message, metadata, held_back, last_seen, kind }) => [
    ...[key, kind.source, kind.severity, message, JSON.stringify(metadata), kind.workload_id, kind.rule_id],
    ...[kind.class_id, kind.series_id, held_back, last_seen, now],
  ]);
  const written = await runForEach(trx, INSERT, rows);
  return new Map(written.map(({ n, id }) => [n, id]));
}

export const GIVEN_EVENTS = {
  name: 'given',
  columns: {
    key: 'text',
    message: 'text',
    metadata: 'text',
    held_back: 'bigint',
    last_seen: 'bigint',
    nth_kind: 'bigint',
  },
} as const;
const KINDS = {
  name: 'kinds',
  columns: {
    nth: 'bigint',
    source: 'text',
    severity: 'text',
    workload_id: 'text',
    rule_id: 'text',
    class_id: 'bigint',
    series_id: 'bigint',
  },
} as const;

/** Rows in one statement. */
const ROWS_A_STATEMENT = 1_000;

/** What many events have in common is given once, and while the server inserts some, the next are made ready for it. */
async function insertTogether(
  trx: Transaction<Tables>,
  events: readonly InsertedEvent[],
  now: number,
): Promise<ReadonlyMap<number, number>> {
  const ids = new Map<number, number>();
  let before: Promise<void> | undefined;
  for (let at = 0; at < events.length; at += ROWS_A_STATEMENT) {
    const some = events.slice(at, at + ROWS_A_STATEMENT);
    const inserted = insertSome(trx, some, now).then((rows) => {
      for (const [n, id] of idsByPlace(some, rows)) ids.set(at + n, id);
    });
    // Nobody asks for it once the one before has failed.
    inserted.catch(() => {});
    await before;
    before = inserted;
  }
  await before;
  return ids;
}

/** Of two with the same key the first is stored. */
export function idsByPlace(
  events: readonly EventText[],
  rows: readonly { readonly id: number; readonly key: string }[],
): ReadonlyMap<number, number> {
  const places = new Map(events.map(({ key }, n) => [key, n] as const).reverse());
  return new Map(rows.map(({ id, key }) => [known(places, key), id]));
}

async function insertSome(
  trx: Transaction<Tables>,
  events: readonly InsertedEvent[],
  now: number,
): Promise<readonly { readonly id: number; readonly key: string }[]> {
  const { kinds, nths } = numbered(events.map(({ kind }) => kind));
  const rows = events.map((event, n) => givenEvent(event, nths[n] ?? 0));
  const made = await sql<{
    readonly id: number;
    readonly key: string;
  }>`${OFTEN} insert into event_log (${sql.raw(EVENT_LOG_COLUMNS.join())})
    select given.key, kinds.source, kinds.severity, given.message, given.metadata, kinds.workload_id, kinds.rule_id,
      kinds.class_id, kinds.series_id, given.held_back, given.last_seen, ${now}
    from ${givenRows('postgres', GIVEN_EVENTS, rows)} join ${givenRows('postgres', KINDS, kinds)} on kinds.nth = given.nth_kind
    order by given.n on conflict (key) do nothing returning id, key`.execute(trx);
  return made.rows;
}

/** What events have in common, each once and with a number; and of each event, by its place, the number of its own. */
export function numbered<Kind extends object>(
  ofEach: readonly Kind[],
): { readonly kinds: readonly (Kind & { readonly nth: number })[]; readonly nths: readonly number[] } {
  const nthOf = new Map<Kind, number>();
  const nths = ofEach.map((kind) => {
    const nth = nthOf.get(kind) ?? nthOf.size;
    nthOf.set(kind, nth);
    return nth;
  });
  return { kinds: [...nthOf].map(([kind, nth]) => ({ ...kind, nth })), nths };
}

export const givenEvent = ({ key, message, metadata, held_back, last_seen }: EventText, nth_kind: number) => ({
  ...{ key, message, metadata: JSON.stringify(metadata), held_back, last_seen, nth_kind },
});

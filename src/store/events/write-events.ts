// Stores events, each once: one that is there already is left as it is.
import { sql, type Transaction } from 'kysely';
import type { NewEvent } from '../../core/events/new-event.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import type { StoreKind } from '../backend/backend.ts';
import { bindableText } from '../backend/bindable.ts';
import type { Tables } from '../tables.ts';
import { addToMinute } from './count-minutes.ts';
import { findSeries } from './event-series.ts';
import { type GivenRow, givenRows } from './given-rows.ts';

/** Rows in one statement; other calls of this process wait while one runs on SQLite. */
const ROWS_A_STATEMENT = 500;

const GIVEN = {
  name: 'given',
  columns: {
    key: 'text',
    source: 'text',
    severity: 'text',
    message: 'text',
    metadata: 'text',
    workload_id: 'text',
    rule_id: 'text',
    class_id: 'bigint',
    series_id: 'bigint',
    created_at: 'bigint',
  },
} as const;

export interface WrittenEvent {
  readonly event: StoredEvent;
  /** Its place among those that were given. */
  readonly at: number;
}

/** Gives those that are new, in the order in which they were given. The caller is alone with the events. */
export async function writeEvents(
  trx: Transaction<Tables>,
  events: readonly NewEvent[],
  { kind, now }: { readonly kind: StoreKind; readonly now: number },
): Promise<readonly WrittenEvent[]> {
  if (events.length === 0) return [];
  const storable = events.map(storableEvent);
  const seriesOf = await findSeries(trx, kind, storable);
  const written: WrittenEvent[] = [];
  for (let at = 0; at < storable.length; at += ROWS_A_STATEMENT) {
    const some = storable.slice(at, at + ROWS_A_STATEMENT);
    const rows = some.map((event) => {
      const { classId, seriesId } = seriesOf(event);
      return {
        ...{ key: event.key, source: event.source, severity: event.severity, message: event.message },
        ...{ metadata: JSON.stringify(event.metadata), workload_id: event.workloadId, rule_id: event.ruleId },
        ...{ class_id: classId, series_id: seriesId, created_at: now },
      };
    });
    const ids = await insertRows(trx, kind, rows);
    for (const [place, event] of some.entries()) {
      const id = ids.get(event.key);
      ids.delete(event.key);
      if (id !== undefined) written.push({ event: storedEvent(event, String(id), now), at: at + place });
    }
  }
  await addToMinute(
    trx,
    written.map(({ event }) => event),
    now,
  );
  return written;
}

async function insertRows(
  trx: Transaction<Tables>,
  kind: StoreKind,
  rows: readonly GivenRow<keyof typeof GIVEN.columns>[],
): Promise<Map<string, number>> {
  const columns = sql.join(Object.keys(GIVEN.columns).map((column) => sql.ref(column)));
  const values = sql.join(Object.keys(GIVEN.columns).map((column) => sql.ref(`given.${column}`)));
  // SQLite takes the ON for one of a join unless a WHERE stands before it.
  const made = await sql<{ readonly id: number; readonly key: string }>`insert into event_log (${columns})
    select ${values} from ${givenRows(kind, GIVEN, rows)} where true order by given.n
    on conflict (key) do nothing returning id, key`.execute(trx);
  return new Map(made.rows.map(({ id, key }) => [key, id]));
}

/** Texts as both databases can hold them. */
function storableEvent(event: NewEvent): NewEvent {
  return {
    ...event,
    key: storableText(event.key),
    source: storableText(event.source),
    message: storableText(event.message),
    workloadId: event.workloadId === null ? null : storableText(event.workloadId),
    ruleId: event.ruleId === null ? null : storableText(event.ruleId),
  };
}

const storableText = (text: string): string => bindableText(text).toWellFormed();

function storedEvent({ key: _, ...event }: NewEvent, id: string, now: number): StoredEvent {
  return { ...event, id, heldBack: 0, lastSeen: null, createdAt: now };
}

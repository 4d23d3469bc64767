// An event as its row holds it.
import type { Kysely, Selectable } from 'kysely';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import type { EventLogTable } from '../tables/event-tables.ts';
import type { Tables } from '../tables.ts';

export const EVENT_COLUMNS = [
  ...(['event_log.id', 'event_log.source', 'event_log.severity', 'event_log.message', 'event_log.metadata'] as const),
  ...(['event_log.workload_id', 'event_log.rule_id', 'event_log.held_back', 'event_log.last_seen'] as const),
  'event_log.created_at',
] as const;

export type EventRow = Omit<Selectable<EventLogTable>, 'key' | 'class_id' | 'series_id'>;

export function toEvent(row: EventRow): StoredEvent {
  return {
    id: String(row.id),
    source: row.source,
    severity: row.severity,
    message: row.message,
    metadata: JSON.parse(row.metadata),
    workloadId: row.workload_id,
    ruleId: row.rule_id,
    heldBack: row.held_back,
    lastSeen: row.last_seen,
    createdAt: row.created_at,
  };
}

/** In the order of the ids; one that is not there any more is left out. */
export async function readEvents(db: Kysely<Tables>, ids: readonly number[]): Promise<StoredEvent[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('event_log').select(EVENT_COLUMNS).where('event_log.id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [toEvent(row)] : [];
  });
}

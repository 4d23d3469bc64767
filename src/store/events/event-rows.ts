// An event as its row holds it.
import type { Selectable } from 'kysely';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import type { EventLogTable } from '../tables/event-tables.ts';

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

// The tables of the event log and of what finds events in it.
import type { Generated } from 'kysely';
import type { Severity } from '../../core/severity.ts';

/** A source with a severity, of which there was an event. There are few. */
export interface EventClassesTable {
  readonly id: Generated<number>;
  readonly source: string;
  readonly severity: Severity;
}

/** All that a page of events can be asked for, as far as there was an event of it. */
export interface EventSeriesTable {
  readonly id: Generated<number>;
  readonly class_id: number;
  /** Empty for an event of none, which null would not make unique; so is the rule. */
  readonly workload_id: string;
  readonly rule_id: string;
}

export interface EventLogTable {
  readonly id: Generated<number>;
  /** What the event is about: it is stored once, however often it is given. */
  readonly key: string;
  readonly source: string;
  readonly severity: Severity;
  readonly message: string;
  /** JSON. */
  readonly metadata: string;
  readonly workload_id: string | null;
  readonly rule_id: string | null;
  readonly class_id: number;
  readonly series_id: number;
  readonly held_back: Generated<number>;
  readonly last_seen: number | null;
  readonly created_at: number;
}

/** How many events have their ids in a block; none without an event. */
export interface EventCountsTable {
  readonly block: number;
  readonly events: number;
}

/** How many events were stored in a minute since 1970. */
export interface EventMinutesTable {
  readonly minute: number;
  readonly severity: Severity;
  readonly events: number;
}

/** How many events about a workload were stored in an hour since 1970. */
export interface EventHoursTable {
  readonly workload_id: string;
  readonly hour: number;
  readonly severity: Severity;
  readonly events: number;
}

/** A block of events whose words are in the index, and the first and last time at which one of them was stored. */
export interface EventTextBlocksTable {
  readonly block: number;
  readonly first_at: number;
  readonly last_at: number;
}

/** On PostgreSQL alone: which events of a block have a word. SQLite has an index of texts of its own instead, in tables that `text/fts-index.ts` names. */
export interface EventWordsTable {
  readonly block: number;
  readonly word: string;
  readonly places: Uint8Array;
}

export interface EventTables {
  readonly event_classes: EventClassesTable;
  readonly event_series: EventSeriesTable;
  readonly event_log: EventLogTable;
  readonly event_counts: EventCountsTable;
  readonly event_minutes: EventMinutesTable;
  readonly event_hours: EventHoursTable;
  readonly event_text_blocks: EventTextBlocksTable;
  readonly event_words: EventWordsTable;
}

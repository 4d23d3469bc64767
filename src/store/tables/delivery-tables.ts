// The tables of triggers and of the outbox.
import type { Generated } from 'kysely';
import type { DeliveryState } from '../../core/deliveries/delivery.ts';
import type { Suspension } from '../../core/deliveries/trigger.ts';

export interface EventTriggersTable {
  readonly id: Generated<number>;
  readonly name: string;
  /** 0 or 1. */
  readonly enabled: number;
  /** JSON. */
  readonly filter: string;
  readonly channel: string;
  /** JSON, with whatever secrets the channel needs. */
  readonly config: string;
  readonly created_at: number;
  readonly updated_at: number;
}

/** What deliveries have shown of a trigger; no row as long as all is well. One in a file is in no other table. */
export interface TriggerStandingsTable {
  readonly trigger_id: string;
  readonly failing_since: number | null;
  /** The last failure that was counted. */
  readonly failed_at: number | null;
  /** How much of the time since then counts. */
  readonly failing_ms: Generated<number>;
  readonly suspended_at: number | null;
  readonly suspension: Suspension | null;
}

export interface DeliveriesTable {
  readonly id: Generated<number>;
  readonly event_id: number;
  readonly trigger_id: string;
  readonly state: Generated<DeliveryState>;
  /** Since when it is pending, this time: its event was stored then, or it was replayed. */
  readonly pending_since: number;
  readonly due_at: number;
  /** For how long it was put off when `due_at` was set: a clock that was ahead then may be right by now. */
  readonly wait_ms: Generated<number>;
  /** On PostgreSQL, by the database's clock: until then no other instance claims it. */
  readonly leased_until: number | null;
  /** Greater with every claim on PostgreSQL and with every replay: what was claimed under another number is marked no more. */
  readonly claim: Generated<number>;
  /** Attempts since it is pending. */
  readonly attempt: Generated<number>;
  /** JSON: the last of its attempts. */
  readonly attempts: Generated<string>;
  readonly death: string | null;
  readonly ended_at: number | null;
}

export interface DeliveryTables {
  readonly event_triggers: EventTriggersTable;
  readonly trigger_standings: TriggerStandingsTable;
  readonly deliveries: DeliveriesTable;
}

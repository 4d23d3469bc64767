// A trigger as a row, and a row as a trigger.
import type { Selectable } from 'kysely';
import { Sealed } from '../../../core/deliveries/sealed.ts';
import type { Trigger, TriggerDefinition, TriggerFilter, TriggerStanding } from '../../../core/deliveries/trigger.ts';
import type { EventTriggersTable, TriggerStandingsTable } from '../../tables/delivery-tables.ts';

export type TriggerRow = Selectable<EventTriggersTable>;

export function toTrigger(row: TriggerRow): Trigger {
  // Both columns were written by `toTriggerRow`.
  const filter = JSON.parse(row.filter) as TriggerFilter;
  return {
    id: String(row.id),
    origin: 'api',
    name: row.name,
    enabled: row.enabled === 1,
    filter,
    channel: row.channel,
    config: new Sealed(JSON.parse(row.config) as Readonly<Record<string, unknown>>),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function toTriggerRow(trigger: TriggerDefinition, updatedAt: number): Omit<TriggerRow, 'id' | 'created_at'> {
  return {
    name: trigger.name,
    enabled: trigger.enabled ? 1 : 0,
    filter: JSON.stringify(trigger.filter),
    channel: trigger.channel,
    config: JSON.stringify(trigger.config.reveal()),
    updated_at: updatedAt,
  };
}

export const toStanding = (row: Selectable<TriggerStandingsTable>): TriggerStanding => ({
  failingSince: row.failing_since,
  failedAt: row.failed_at,
  failingMs: row.failing_ms,
  suspendedAt: row.suspended_at,
  suspension: row.suspension,
});

/** Remembers what it read: a trigger whose row is the same as the last time is the same object, so that whoever reads them all again sees which are others now. */
export class TriggerRows {
  #last: ReadonlyMap<string, Trigger> = new Map();

  read(rows: readonly TriggerRow[]): readonly Trigger[] {
    const read = new Map(
      rows.map((row) => {
        const text = JSON.stringify(row);
        return [text, this.#last.get(text) ?? toTrigger(row)] as const;
      }),
    );
    this.#last = read;
    return [...read.values()];
  }
}

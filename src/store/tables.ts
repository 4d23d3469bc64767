// All tables as both databases have them. Times are milliseconds since 1970 unless a column says otherwise; ids grow and are never used twice.
import type { AccountTables } from './tables/account-tables.ts';
import type { DeliveryTables } from './tables/delivery-tables.ts';
import type { EventTables } from './tables/event-tables.ts';
import type { RuleTables } from './tables/rule-tables.ts';
import type { WatchingTables } from './tables/watching-tables.ts';

/** What the store remembers about itself; `settings.ts` lists the names. */
export interface SettingsTable {
  readonly name: string;
  readonly value: string;
}

/** A lock with a heartbeat. The row stays when nobody holds it (`name` is null then), because the fencing number must never go back. */
export interface SchedulerLockTable {
  readonly id: number;
  readonly name: string | null;
  readonly pid: number;
  readonly hostname: string;
  /** Unix seconds with a fraction, by the database's clock. */
  readonly heartbeat_at: number;
  /** Seconds. */
  readonly heartbeat_timeout: number;
  readonly fencing: number;
}

export interface Tables extends AccountTables, WatchingTables, RuleTables, EventTables, DeliveryTables {
  readonly settings: SettingsTable;
  readonly scheduler_lock: SchedulerLockTable;
}
